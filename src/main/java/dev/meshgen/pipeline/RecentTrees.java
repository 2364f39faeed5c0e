package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.output.KnownTrees;
import dev.meshgen.output.ProgramDigest;
import dev.meshgen.output.TreeInspector;
import dev.meshgen.render.TemplateStore;
import dev.meshgen.source.SpecText;
import dev.meshgen.tree.Digest;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What this user's runs have rendered lately, so that {@code check} need not render it again.
 *
 * <p>A specification that names a folder of templates is always rendered: to know what is in that
 * folder it would have to be parsed, which costs most of what is saved.
 */
record RecentTrees(KnownTrees trees, String version, LocalDate asOf) {
    /** The folder's state, if its lock is that of the tree that these inputs make. */
    Optional<Outcome<Inspected>> inspect(SpecText text, Optional<Path> folder, Optional<Path> templates) {
        return inputs(text, templates)
                .flatMap(trees::find)
                .flatMap(known -> Generator.folder(known.mesh(), folder)
                        .value()
                        .flatMap(found -> new TreeInspector(found)
                                .inspect(known.lock())
                                .map(inspected -> inspected.map(states -> new Inspected(found, states)))));
    }

    /** Only what has nothing to report: a run that renders nothing can't report it again. */
    void keep(SpecText text, Optional<Path> templates, Outcome<RenderedMesh> rendered) {
        if (rendered.diagnostics().isEmpty()) {
            rendered.value()
                    .filter(made -> new ChosenTemplates(templates)
                            .areKnownWithout(made.checked().spec().document()))
                    .ifPresent(made -> inputs(text, templates)
                            .ifPresent(inputs -> trees.add(new KnownTrees.Known(
                                    inputs,
                                    TreeInspector.lockDigest(made.tree()),
                                    made.checked().mesh().name()))));
        }
    }

    /**
     * A digest of all that a tree is made of, and on which day; empty if a part of it is
     * unreadable.
     */
    private Optional<String> inputs(SpecText text, Optional<Path> templates) {
        Optional<String> own = templates
                .map(folder -> TemplateStore.own(folder).value().map(TemplateStore::digest))
                .orElse(Optional.of("none"));
        return own.flatMap(overlay -> ProgramDigest.get()
                        .map(program ->
                                List.of(program, version, asOf.toString(), overlay, Digest.sha256(text.text()))))
                .map(parts -> Digest.sha256(String.join("\n", parts)));
    }
}
