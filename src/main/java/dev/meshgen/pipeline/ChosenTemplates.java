package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.render.TemplateFolder;
import dev.meshgen.source.SpecDocument;
import dev.meshgen.source.SpecNode;
import java.nio.file.Path;
import java.util.Optional;

/** Which folder of templates a run uses: that of the command line, or that of the specification. */
record ChosenTemplates(Optional<Path> chosen) {
    private static final SpecPath KEY = SpecPath.of("spec", "templates");

    Outcome<Optional<TemplateFolder>> folder(SpecDocument document) {
        if (chosen.isPresent()) {
            return Outcome.of(chosen.map(TemplateFolder::chosen));
        }
        Path base =
                Optional.ofNullable(Path.of(document.text().name()).getParent()).orElse(Path.of(""));
        return document.find(KEY)
                .map(node -> ((SpecNode.Scalar) node).text())
                .map(path ->
                        TemplateFolder.below(base, path, document.spanOf(KEY)).map(Optional::of))
                .orElse(Outcome.of(Optional.empty()));
    }

    /** Whether the command line alone tells the folder. */
    boolean areKnownWithout(SpecDocument document) {
        return chosen.isPresent() || document.find(KEY).isEmpty();
    }
}
