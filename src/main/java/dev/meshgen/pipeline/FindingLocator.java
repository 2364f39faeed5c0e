package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.RuleId;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.rule.Finding;
import dev.meshgen.rule.Rule;
import dev.meshgen.source.SpecDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the place in the text that a finding is about. */
final class FindingLocator {
    private static final SpecPath CLUSTERS = SpecPath.of("spec", "clusters");
    private static final SpecPath CLUSTER_DEFAULTS = SpecPath.of("spec", "clusterDefaults");

    private final SpecDocument document;

    FindingLocator(SpecDocument document) {
        this.document = document;
    }

    Diagnostic locate(Rule rule, Finding finding) {
        List<Diagnostic.Note> notes = finding.related().stream()
                .map(related -> new Diagnostic.Note(span(related.path()), related.message()))
                .toList();
        return new Diagnostic(
                finding.severity(),
                new RuleId(rule.id()),
                span(finding.path()),
                finding.message(),
                notes,
                Optional.of(finding.hint()));
    }

    /** The value's own place, or the place in {@code clusterDefaults} that it comes from. */
    private SourceSpan span(SpecPath path) {
        return document.find(path).isPresent()
                ? document.spanOf(path)
                : inDefaults(path)
                        .filter(inherited -> document.find(inherited).isPresent())
                        .map(document::spanOf)
                        .orElseGet(() -> document.spanOf(path));
    }

    private static Optional<SpecPath> inDefaults(SpecPath path) {
        int depth = CLUSTERS.segments().size();
        boolean ofCluster = path.segments().size() > depth
                && path.segments().subList(0, depth).equals(CLUSTERS.segments());
        if (!ofCluster) {
            return Optional.empty();
        }
        List<SpecPath.Segment> inherited = new ArrayList<>(CLUSTER_DEFAULTS.segments());
        inherited.addAll(path.segments().subList(depth + 1, path.segments().size()));
        return Optional.of(new SpecPath(inherited));
    }
}
