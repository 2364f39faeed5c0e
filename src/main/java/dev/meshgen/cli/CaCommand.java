package dev.meshgen.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Spec;

/** {@code meshgen ca}: the life of the mesh's certificates. */
@Command(
        name = "ca",
        description = "Makes, shows, verifies and replaces the mesh's certificates and keys.",
        footer = "  meshgen ca status mesh.yaml")
final class CaCommand implements Runnable {
    private static final Map<String, String> EXIT_CODES = exitCodes();

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
        explain(ca.getCommandSpec().usageMessage());
        helpful(ca);
        helpful(rotate);
        return ca;
    }

    private static void helpful(CommandLine line) {
        line.getSubcommands().values().forEach(each -> {
            each.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
            explain(each.getCommandSpec().usageMessage());
        });
    }

    /** An example and the exit codes, below each command's options. */
    private static void explain(UsageMessageSpec usage) {
        usage.footerHeading("%nExample:%n").exitCodeListHeading("%nExit codes:%n");
        if (usage.exitCodeList().isEmpty()) {
            usage.exitCodeList(EXIT_CODES);
        }
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "done");
        codes.put("1", "the specification has errors, or the work failed");
        codes.put("64", "wrong usage");
        codes.put("70", "a bug of meshgen");
        return codes;
    }

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** {@code meshgen ca rotate}. */
    @Command(
            name = "rotate",
            description = "Replaces a certificate and its key.",
            footer = "  meshgen ca rotate intermediate one mesh.yaml")
    static final class Rotate implements Runnable {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }
}
