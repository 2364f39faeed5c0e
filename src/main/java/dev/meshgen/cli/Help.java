package dev.meshgen.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What the help of all commands has in common. */
final class Help {
    private Help() {}

    /** Completes a command and its subcommands; each brings its own example as the footer. */
    static void complete(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.descriptionHeading("%n");
        usage.parameterListHeading("%nParameters:%n");
        usage.optionListHeading("%nOptions:%n");
        usage.commandListHeading("%nCommands:%n");
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.footerHeading("%nExample:%n");
        usage.exitCodeList(exitCodes(usage.exitCodeList()));
        line.getSubcommands().values().forEach(Help::complete);
    }

    /** Prints the help of a command that needs a subcommand; scripts notice by the exit code. */
    static int instead(CommandLine line) {
        line.usage(line.getErr());
        line.getErr().flush();
        return ExitCode.USAGE;
    }

    private static Map<String, String> exitCodes(Map<String, String> own) {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "done");
        codes.put("1", "the specification has errors, or the command failed");
        codes.putAll(own);
        codes.putIfAbsent("64", "wrong usage");
        codes.put("70", "a bug in meshgen");
        return codes;
    }
}
