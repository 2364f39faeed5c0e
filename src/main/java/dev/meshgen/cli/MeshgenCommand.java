package dev.meshgen.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The command line as a whole. */
@Command(
        name = "meshgen",
        description = "Generates a multi-cluster Istio mesh on AKS from one file: a tree of files for terraform,"
                + " istioctl, kubectl and az.",
        footer = {"  meshgen init", "  meshgen generate mesh.yaml"},
        exitCodeList = {
            "2:a file isn't as generated (`check`, `diff --exit-code`), or a certificate is missing or about to expire"
                    + " (`ca status --expires-in`)",
            "64:wrong usage, such as a missing command or an unknown option"
        })
public final class MeshgenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private MeshgenCommand() {}

    private static LazyCommands commands(Console console, List<String> arguments) {
        return new LazyCommands()
                .with("init", () -> new InitCommand(console))
                .with("validate", () -> new ValidateCommand(console))
                .with("show", () -> new ShowCommand(console))
                .with("generate", () -> new GenerateCommand(console))
                .with("check", () -> new CheckCommand(console))
                .with("diff", () -> DiffCommand.on(console))
                .with("explain", () -> ExplainCommand.on(console))
                .with("plan-upgrade", () -> new PlanUpgradeCommand(console))
                .with("ca", () -> CaCommand.on(console, LazyCommands.rest(arguments)))
                .with("graph", () -> new GraphCommand(console))
                .with("schema", () -> new SchemaCommand(console));
    }

    /** Runs a command line and returns its exit code. */
    public static int run(Console console, String... arguments) {
        return on(console, List.of(arguments)).execute(arguments);
    }

    /** The whole command line, ready to run on these streams. */
    public static CommandLine on(Console console) {
        return on(console, List.of());
    }

    private static CommandLine on(Console console, List<String> arguments) {
        CommandLine line = commands(console, arguments).addTo(new CommandLine(new MeshgenCommand()), arguments);
        Help.complete(line);
        line.setOut(console.out());
        line.setErr(console.err());
        line.setParameterExceptionHandler(MeshgenCommand::wrongUsage);
        line.setExecutionExceptionHandler(MeshgenCommand::failed);
        line.setExecutionStrategy(MeshgenCommand::execute);
        return line;
    }

    @Override
    public Integer call() {
        return Help.instead(spec.commandLine());
    }

    /** picocli passes exceptions to a handler, but lets an error such as a full stack through. */
    private static int execute(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            return bug(e, parsed.commandSpec().commandLine(), parsed);
        }
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        line.getErr().println("error: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, line.getErr());
        line.getErr().println("Try `" + line.getCommandSpec().qualifiedName() + " --help`.");
        line.getErr().flush();
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine line, ParseResult result) {
        if (e instanceof UnfitPassphraseException) {
            line.getErr().println("error: " + e.getMessage());
            line.getErr().flush();
            return ExitCode.FAILED;
        }
        return bug(e, line, result);
    }

    private static int bug(Throwable e, CommandLine line, ParseResult result) {
        line.getErr().println("internal error: " + e);
        line.getErr().println("This is a bug in meshgen, not in your specification. Please report it with the");
        line.getErr()
                .println("specification, the version (" + new Version().getVersion()[0]
                        + ") and the output of a run with `--stacktrace`.");
        if (result.originalArgs().contains("--stacktrace")) {
            e.printStackTrace(line.getErr());
        }
        line.getErr().flush();
        return ExitCode.BUG;
    }
}
