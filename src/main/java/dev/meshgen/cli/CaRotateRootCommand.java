package dev.meshgen.cli;

import dev.meshgen.pki.plan.RootPhase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code meshgen ca rotate root}: one step of the root's replacement. */
@Command(
        name = "root",
        description = "Runs one step of replacing the root: trust-both, then new-intermediates, then new-only.",
        footer = "  meshgen ca rotate root --step trust-both mesh.yaml")
final class CaRotateRootCommand implements Callable<Integer> {
    private final Console console;

    /** Always required: a command that is repeated by mistake must not run the step after. */
    @Option(
            names = "--step",
            required = true,
            paramLabel = "STEP",
            converter = Step.class,
            description = "The step to run; any but the next one is refused.")
    private RootPhase step = RootPhase.TRUST_BOTH;

    @Mixin
    private CaOptions options = new CaOptions();

    CaRotateRootCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return options.run(
                console,
                authority -> authority.rotateRoot(step),
                files -> "Step `" + step.label() + "` is done. " + step.advice() + "\n");
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
