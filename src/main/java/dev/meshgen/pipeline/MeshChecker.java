package dev.meshgen.pipeline;

import dev.meshgen.binding.MeshBinder;
import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.rule.Rule;
import dev.meshgen.schema.CheckedSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Binds a specification and applies the rules, also to what is left of one that the schema refuses.
 */
record MeshChecker(List<Rule> rules) {
    private static final Pattern CLUSTER = Pattern.compile("cluster `[^`]*`");

    Outcome<CheckedMesh> check(CheckedSpec spec) {
        List<CheckedMesh> readings = spec.readings().stream()
                .map(complete -> new CheckedMesh(new MeshBinder().bind(complete), complete))
                .toList();
        List<Diagnostic> diagnostics = new ArrayList<>(spec.document().problems());
        diagnostics.addAll(spec.errors());
        diagnostics.addAll(
                findings(spec, readings.stream().map(CheckedMesh::mesh).toList()));
        boolean failed = diagnostics.stream().anyMatch(Diagnostic::isError);
        return new Outcome<>(failed ? Optional.empty() : Optional.of(readings.get(0)), diagnostics);
    }

    /** What many clusters have from their defaults is one fault: the first of them tells it. */
    private List<Diagnostic> findings(CheckedSpec spec, List<Mesh> readings) {
        FindingLocator locator = new FindingLocator(spec.document(), spec.blanks());
        Map<Object, Diagnostic> found = new LinkedHashMap<>();
        for (Rule rule : rules) {
            rule.checkAll(readings).filter(locator::isKnown).forEach(finding -> {
                Diagnostic located = locator.locate(rule, finding);
                boolean isInherited = spec.document().find(finding.path()).isEmpty();
                found.putIfAbsent(isInherited ? withoutCluster(located) : located, located);
            });
        }
        return List.copyOf(found.values());
    }

    private static List<Object> withoutCluster(Diagnostic located) {
        return List.of(
                located.rule(),
                located.span(),
                CLUSTER.matcher(located.message()).replaceAll("cluster"));
    }
}
