package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.source.SpecText;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Which specification a command reads, and for which day it is checked. */
final class SpecOptions {
    private static final String LABEL = "SPEC";

    @Parameters(
            arity = "0..1",
            paramLabel = LABEL,
            description = {"The specification; `-` is standard input.", "Default: mesh.yaml."})
    private String spec = "mesh.yaml";

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            converter = Day.class,
            description =
                    "The day for warnings about unsupported versions, such as 2026-12-31, and for what `ca status`"
                            + " and `ca verify` say of certificates. Default: today.")
    private @Nullable LocalDate asOf;

    Outcome<SpecText> read(InputStream stdin) {
        return spec.equals("-") ? Generator.read(stdin) : Generator.read(Path.of(spec));
    }

    /** The time at which certificates are looked at. */
    Clock clock() {
        return asOf == null
                ? Clock.systemUTC()
                : Clock.fixed(asOf.atStartOfDay(ZoneOffset.UTC).toInstant(), ZoneOffset.UTC);
    }

    /**
     * The command line with its specification at this index: beside parameters of the command
     * itself, picocli finds the place of a mixin's only where there is one of them, before it.
     */
    static CommandLine placed(CommandLine line, int index) {
        CommandSpec command = line.getCommandSpec();
        command.positionalParameters().stream()
                .filter(parameter -> parameter.paramLabel().equals(LABEL))
                .findFirst()
                .ifPresent(spec -> command.remove(spec)
                        .addPositional(PositionalParamSpec.builder(spec)
                                .index(String.valueOf(index))
                                .build()));
        return line;
    }

    Generator generator() {
        return generator(Optional.empty());
    }

    /** @param cache a folder where the generator may note what it has rendered */
    Generator generator(Optional<Path> cache) {
        return new Generator(
                Version.NUMBER,
                asOf == null ? LocalDate.now(ZoneOffset.UTC) : asOf,
                cache.map(folder -> folder.resolve("rendered")));
    }

    /** A day of the calendar. */
    private static final class Day implements ITypeConverter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException("`" + text + "` isn't a day of the calendar, such as 2026-12-31");
            }
        }
    }
}
