package dev.meshgen.pipeline;

import dev.meshgen.binding.MeshBinder;
import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.rule.Rule;
import dev.meshgen.schema.CheckedSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Binds a specification and applies the rules, also to what is left of one that the schema refuses.
 */
record MeshChecker(List<Rule> rules) {
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

    private List<Diagnostic> findings(CheckedSpec spec, List<Mesh> readings) {
        FindingLocator locator = new FindingLocator(spec.document(), spec.blanks());
        return rules.stream()
                .flatMap(rule ->
                        rule.checkAll(readings).filter(locator::isKnown).map(finding -> locator.locate(rule, finding)))
                .distinct() // what many clusters have from their defaults is one fault
                .toList();
    }
}
