package dev.meshgen.cli;

import dev.meshgen.pki.Authority;
import dev.meshgen.pki.plan.RootPhase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code meshgen ca rotate root}: one step of the root's replacement. */
@Command(
        name = "root",
        description = "Runs one step of replacing the root: trust-both, then new-intermediates, then new-only.",
        footer = {"  meshgen ca rotate root --status mesh.yaml", "  meshgen ca rotate root --step trust-both mesh.yaml"
        })
final class CaRotateRootCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    /** Always required: a command that is repeated by mistake must not run the step after. */
    @ArgGroup(multiplicity = "1")
    private Act act = new Act();

    @Option(
            names = "--new-passphrase-file",
            paramLabel = "FILE",
            description = "With `--step trust-both`: a file whose first line is the passphrase of the new root's key."
                    + " Default: the old root's passphrase.")
    private @Nullable Path newPassphraseFile;

    @Option(
            names = "--without-old-key",
            description = "With `--step trust-both`: begin although the old root's private key is lost.")
    private boolean withoutOldKey;

    @Mixin
    private CaOptions options = new CaOptions();

    CaRotateRootCommand(Console console) {
        this.console = console;
    }

    /** What to do: one of them. */
    private static final class Act {
        @Option(
                names = "--step",
                required = true,
                paramLabel = "STEP",
                converter = Step.class,
                description = "The step to run; any but the next one is refused.")
        private @Nullable RootPhase step;

        @Option(names = "--status", required = true, description = "Show the steps, what each does and which is next.")
        private boolean status;

        @Option(
                names = "--abandon",
                required = true,
                description = "Go back to the old root alone; possible until `new-intermediates`.")
        private boolean abandon;
    }

    @Override
    public Integer call() {
        if (act.step != RootPhase.TRUST_BOTH && (newPassphraseFile != null || withoutOldKey)) {
            throw new ParameterException(
                    command.commandLine(),
                    "`--new-passphrase-file` and `--without-old-key` are options of `--step trust-both`");
        }
        options.nameNewPassphrase(newPassphraseFile);
        if (act.status) {
            return options.run(console, authority -> authority.status(Duration.ZERO), RotationText::of);
        }
        RootPhase step = act.step;
        return step == null ? abandon() : run(step);
    }

    private Integer run(RootPhase step) {
        return options.run(
                console,
                authority -> withoutOldKey ? authority.rotateRootWithoutKey(step) : authority.rotateRoot(step),
                files -> "Step `" + step.label() + "` is done. " + step.advice() + "\n");
    }

    private Integer abandon() {
        return options.run(
                console,
                Authority::abandonRoot,
                files -> "The rotation is abandoned: the old root alone is trusted, and the new one's key is destroyed."
                        + " If `trust-both` was rolled out, run the tree's steps 02 and 03, then scripts/restart.sh.\n");
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
