package dev.meshgen.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line as a whole. */
@Command(
        name = "meshgen",
        description =
                "Writes a multi-cluster Istio mesh on AKS, from one file, as a tree that terraform, istioctl, kubectl and az apply.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the specification has errors, or the work failed",
            "2:differences found",
            "64:wrong usage",
            "70:a bug of meshgen"
        })
public final class MeshgenCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private MeshgenCommand() {}

    /** The command line, ready to run on these streams. */
    public static CommandLine on(Console console) {
        CommandLine line = new CommandLine(new MeshgenCommand());
        line.addSubcommand(new InitCommand(console));
        line.addSubcommand(new ValidateCommand(console));
        line.addSubcommand(new GenerateCommand(console));
        line.addSubcommand(CaCommand.on(console));
        line.addSubcommand(new GraphCommand(console));
        line.getSubcommands()
                .values()
                .forEach(each ->
                        each.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version()));
        line.setOut(console.out());
        line.setErr(console.err());
        line.setParameterExceptionHandler(MeshgenCommand::wrongUsage);
        line.setExecutionExceptionHandler(MeshgenCommand::bug);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        line.getErr().println("error: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr());
        line.getErr().println("Try `" + line.getCommandSpec().qualifiedName() + " --help`.");
        line.getErr().flush();
        return ExitCode.USAGE;
    }

    private static int bug(Exception e, CommandLine line, ParseResult result) {
        line.getErr().println("internal error: " + e);
        line.getErr()
                .println(
                        "This is a bug of meshgen, not of your specification. Please report it with the specification,");
        line.getErr()
                .println("the version (" + new Version().getVersion()[0]
                        + ") and the output of a run with `--stacktrace`.");
        if (result.originalArgs().contains("--stacktrace")) {
            e.printStackTrace(line.getErr());
        }
        line.getErr().flush();
        return ExitCode.BUG;
    }
}
