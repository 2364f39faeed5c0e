package dev.meshgen.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meshgen ca}: the life of the mesh's certificates. */
@Command(name = "ca", description = "Makes, shows, verifies and replaces the mesh's certificates and keys.")
final class CaCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private CaCommand() {}

    static CommandLine on(Console console) {
        CommandLine rotate = new CommandLine(new CaCommand.Rotate())
                .addSubcommand(new CaRotateCertificateCommand.Intermediate(console))
                .addSubcommand(new CaRotateCertificateCommand.Server(console))
                .addSubcommand(new CaRotateRootCommand(console));
        CommandLine ca = new CommandLine(new CaCommand())
                .addSubcommand(new CaIssueCommand.Init(console))
                .addSubcommand(new CaIssueCommand(console))
                .addSubcommand(new CaStatusCommand(console))
                .addSubcommand(new CaVerifyCommand(console))
                .addSubcommand(new CaRequestCommand(console))
                .addSubcommand(new CaImportCommand(console))
                .addSubcommand(rotate);
        helpful(ca);
        helpful(rotate);
        return ca;
    }

    private static void helpful(CommandLine line) {
        line.getSubcommands()
                .values()
                .forEach(each ->
                        each.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version()));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command of `ca`.");
    }

    /** {@code meshgen ca rotate}. */
    @Command(name = "rotate", description = "Replaces a certificate and its key.")
    static final class Rotate implements Runnable {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "Name what to rotate: intermediate, server or root.");
        }
    }
}
