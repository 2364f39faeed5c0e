package dev.meshgen.cli;

import static dev.meshgen.cli.AuthorityOptions.makingNoRoot;
import static dev.meshgen.cli.AuthorityOptions.usingNoRootKey;

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

    static CommandLine on(Console console) {
        CommandLine rotate = new CommandLine(new CaCommand.Rotate())
                .addSubcommand(makingNoRoot(new CommandLine(new CaRotateCertificateCommand.Intermediate(console))))
                .addSubcommand(makingNoRoot(new CommandLine(new CaRotateCertificateCommand.Server(console))))
                .addSubcommand(new CaRotateRootCommand(console));
        return new CommandLine(new CaCommand())
                .addSubcommand(new CaIssueCommand.Init(console))
                .addSubcommand(new CaIssueCommand(console))
                .addSubcommand(usingNoRootKey(new CommandLine(new CaStatusCommand(console))))
                .addSubcommand(makingNoRoot(new CommandLine(new CaVerifyCommand(console))))
                .addSubcommand(usingNoRootKey(new CommandLine(new CaPruneCommand(console))))
                .addSubcommand(makingNoRoot(new CommandLine(new CaCrlCommand(console))))
                .addSubcommand(makingNoRoot(new CommandLine(new CaAdoptCommand(console))))
                .addSubcommand(usingNoRootKey(new CommandLine(new CaRequestCommand(console))))
                .addSubcommand(usingNoRootKey(CaImportCommand.on(console)))
                .addSubcommand(rotate);
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
