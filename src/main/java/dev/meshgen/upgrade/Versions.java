package dev.meshgen.upgrade;

import dev.meshgen.mesh.Version;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What runs at one moment.
 *
 * @param istio the revisions, the newest first
 * @param kubernetes by cluster
 */
public record Versions(List<Version> istio, SortedMap<String, Version> kubernetes) {
    static final Comparator<Version> ORDER = Comparator.comparingInt(Version::major)
            .thenComparingInt(Version::minor)
            .thenComparingInt(version -> version.patch().orElse(0));

    public Versions {
        istio = List.copyOf(istio);
        kubernetes = Collections.unmodifiableSortedMap(new TreeMap<>(kubernetes));
    }

    /** The distinct Kubernetes minors, the oldest first. */
    public List<String> minors() {
        return kubernetes.values().stream()
                .sorted(ORDER)
                .map(Version::minorText)
                .distinct()
                .toList();
    }
}
