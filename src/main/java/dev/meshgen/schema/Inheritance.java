package dev.meshgen.schema;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.source.SpecDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a value is written: a cluster may take one from {@code clusterDefaults}. */
public final class Inheritance {
    private static final SpecPath CLUSTERS = SpecPath.of("spec", "clusters");
    private static final SpecPath CLUSTER_DEFAULTS = SpecPath.of("spec", "clusterDefaults");

    private Inheritance() {}

    /** Where the document may hold the value at a path, the place that wins first. */
    public static List<SpecPath> origins(SpecDocument document, SpecPath path) {
        List<SpecPath> origins = new ArrayList<>(List.of(path));
        if (document.find(path).isEmpty()) {
            inDefaults(path).ifPresent(origins::add);
        }
        return origins;
    }

    private static Optional<SpecPath> inDefaults(SpecPath path) {
        int depth = CLUSTERS.segments().size();
        if (!path.startsWith(CLUSTERS) || path.segments().size() == depth) {
            return Optional.empty();
        }
        List<SpecPath.Segment> inherited = new ArrayList<>(CLUSTER_DEFAULTS.segments());
        inherited.addAll(path.segments().subList(depth + 1, path.segments().size()));
        return Optional.of(new SpecPath(inherited));
    }
}
