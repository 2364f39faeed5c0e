package dev.meshgen.cli;

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
                .addSubcommand(new CaRotateCertificateCommand.Intermediate(console))
                .addSubcommand(new CaRotateCertificateCommand.Server(console))
                .addSubcommand(new CaRotateRootCommand(console));
        return new CommandLine(new CaCommand())
                .addSubcommand(new CaIssueCommand.Init(console))
                .addSubcommand(new CaIssueCommand(console))
                .addSubcommand(new CaStatusCommand(console))
                .addSubcommand(new CaVerifyCommand(console))
                .addSubcommand(new CaPruneCommand(console))
                .addSubcommand(new CaCrlCommand(console))
                .addSubcommand(new CaAdoptCommand(console))
                .addSubcommand(new CaRequestCommand(console))
                .addSubcommand(CaImportCommand.on(console))
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
