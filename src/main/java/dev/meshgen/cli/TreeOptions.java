package dev.meshgen.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a tree is, and which templates make it. */
final class TreeOptions {
    static final String TEMPLATES =
            "Folder whose files replace or extend the built-in templates, by path." + " Default: `spec.templates`.";

    @Option(
            names = {"-d", "--output-dir"},
            paramLabel = "DIR",
            description = "Folder of the tree. Default: out/ and the mesh's name.")
    private @Nullable Path outputDir;

    @Option(names = "--templates", paramLabel = "DIR", description = TEMPLATES)
    private @Nullable Path templates;

    Optional<Path> folder() {
        return Optional.ofNullable(outputDir);
    }

    Optional<Path> templates() {
        return Optional.ofNullable(templates);
    }
}
