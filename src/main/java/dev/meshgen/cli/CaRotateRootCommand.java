package dev.meshgen.cli;

import dev.meshgen.pki.RootPhase;
import dev.meshgen.pki.RootRotation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code meshgen ca rotate root}: one step of the root's replacement. */
@Command(
        name = "root",
        description = "Takes one step of replacing the root: trust-both, then new-intermediates, then new-only.")
final class CaRotateRootCommand implements Callable<Integer> {
    private final Console console;

    /** Always to be named: a command that is repeated by mistake must not take the step after. */
    @Option(
            names = "--step",
            required = true,
            paramLabel = "STEP",
            converter = Step.class,
            description = "The step to take; any but the next one is refused.")
    private RootPhase step = RootPhase.TRUST_BOTH;

    @Mixin
    private CaOptions options = new CaOptions();

    CaRotateRootCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        var files =
                options.run(console, session -> new RootRotation(session.environment()).advance(session.plan(), step));
        files.filter(list -> options.report.format == Console.Format.text).ifPresent(list -> {
            console.out().println("Step `" + step.label() + "` is taken. " + step.advice());
            console.out().flush();
        });
        return files.isPresent() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Reads a step's name. */
    static final class Step implements ITypeConverter<RootPhase> {
        @Override
        public RootPhase convert(String text) {
            return RootPhase.of(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "`" + text + "` is none of trust-both, new-intermediates, new-only"));
        }
    }
}
