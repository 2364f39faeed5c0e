package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.source.SpecReader;
import dev.meshgen.source.SpecText;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which specification a command reads. */
final class SpecOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "SPEC",
            description = "The specification; `-` is standard input. Default: mesh.yaml.")
    String spec = "mesh.yaml";

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description =
                    "The day for warnings about versions that are out of support, such as 2026-12-31. Default: today.")
    @Nullable
    LocalDate asOf;

    Outcome<SpecText> read(InputStream stdin) {
        SpecReader reader = new SpecReader();
        return spec.equals("-") ? reader.read(stdin) : reader.read(Path.of(spec));
    }

    LocalDate day() {
        return asOf == null ? LocalDate.now(ZoneOffset.UTC) : asOf;
    }
}
