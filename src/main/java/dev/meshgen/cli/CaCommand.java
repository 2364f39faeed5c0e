package dev.meshgen.cli;

import static dev.meshgen.cli.AuthorityOptions.makingNoRoot;
import static dev.meshgen.cli.AuthorityOptions.usingNoRootKey;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code meshgen ca}: the life of the mesh's certificates. */
@Command(
        name = "ca",
        description = "Makes, shows, verifies and replaces the mesh's certificates and keys.",
        exitCodeList = "64:wrong usage, such as a missing command",
        footer = "  meshgen ca status mesh.yaml")
final class CaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private CaCommand() {}

    /** @param arguments behind {@code ca} */
    static CommandLine on(Console console, List<String> arguments) {
        return new LazyCommands()
                .with("init", () -> new CaIssueCommand.Init(console))
                .with("issue", () -> new CaIssueCommand(console))
                .with("status", () -> usingNoRootKey(new CommandLine(new CaStatusCommand(console))))
                .with("verify", () -> makingNoRoot(new CommandLine(new CaVerifyCommand(console))))
                .with("prune", () -> usingNoRootKey(new CommandLine(new CaPruneCommand(console))))
                .with("crl", () -> makingNoRoot(new CommandLine(new CaCrlCommand(console))))
                .with("adopt", () -> makingNoRoot(new CommandLine(new CaAdoptCommand(console))))
                .with("request", () -> usingNoRootKey(new CommandLine(new CaRequestCommand(console))))
                .with("import", () -> usingNoRootKey(CaImportCommand.on(console)))
                .with("rotate", () -> rotate(console))
                .addTo(new CommandLine(new CaCommand()), arguments);
    }

    private static CommandLine rotate(Console console) {
        return new CommandLine(new CaCommand.Rotate())
                .addSubcommand(makingNoRoot(new CommandLine(new CaRotateCertificateCommand.Intermediate(console))))
                .addSubcommand(makingNoRoot(new CommandLine(new CaRotateCertificateCommand.Server(console))))
                .addSubcommand(new CaRotateRootCommand(console));
    }

    @Override
    public Integer call() {
        return Help.instead(spec.commandLine());
    }

    /** {@code meshgen ca rotate}. */
    @Command(
            name = "rotate",
            description = "Replaces a certificate and its key.",
            exitCodeList = "64:wrong usage, such as a missing command",
            footer = "  meshgen ca rotate intermediate one mesh.yaml")
    static final class Rotate implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            return Help.instead(spec.commandLine());
        }
    }
}
