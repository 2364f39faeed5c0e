package dev.meshgen.cli;

import dev.meshgen.pki.Authority;
import dev.meshgen.pki.SigningProgram;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meshgen ca request}: a request for an intermediate that is signed elsewhere. */
@Command(
        name = "request",
        description = "Makes an intermediate's key and the request for its certificate, to be signed elsewhere.",
        footer = {
            "  meshgen ca request one mesh.yaml",
            "  meshgen ca request one --sign-command ./sign mesh.yaml",
            "  meshgen ca request one --abandon mesh.yaml"
        })
final class CaRequestCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(
            index = "0",
            paramLabel = "CLUSTER",
            description = "The cluster, or `ingress`; `root`: all of them, in the rotation to a company's root.")
    private String name = "";

    @Option(names = "--abandon", description = "Delete a request that waits, and the key that it is for.")
    private boolean abandon;

    @Option(
            names = "--sign-command",
            paramLabel = "PROGRAM",
            description = "Have this program sign: it reads the request on standard input and prints the certificate,"
                    + " then its issuers, as PEM. They are imported at once.")
    private @Nullable String program;

    @Option(
            names = "--sign-argument",
            paramLabel = "ARG",
            description = "An argument of the program, as `--sign-argument=ARG`. Repeat it for each.")
    private List<String> arguments = List.of();

    @Option(
            names = "--sign-timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long the program may take. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Mixin
    private CaOptions options = new CaOptions();

    CaRequestCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (abandon && program != null) {
            throw new ParameterException(command.commandLine(), "`--abandon` and `--sign-command` exclude each other");
        }
        if (program == null && !arguments.isEmpty()) {
            throw new ParameterException(command.commandLine(), "`--sign-argument` needs `--sign-command`");
        }
        boolean all = name.equals("root");
        if (abandon) {
            return all
                    ? options.run(
                            console, Authority::abandonRequests, files -> "The requests are deleted, and their keys.\n")
                    : options.run(
                            console,
                            authority -> authority.abandonRequest(name),
                            file -> "Request `" + file + "` is deleted, and its key.\n");
        }
        return program == null ? (all ? requestAll() : request()) : sign(all, program);
    }

    private Integer sign(boolean all, String path) {
        if (seconds < 1) {
            throw new ParameterException(command.commandLine(), "`--sign-timeout` is at least 1 second");
        }
        List<String> line = Stream.concat(Stream.of(path), arguments.stream()).toList();
        SigningProgram signing = new SigningProgram(line, Duration.ofSeconds(seconds), Passphrases.VARIABLE);
        return options.run(
                console,
                authority -> all ? authority.signAll(signing) : authority.sign(name, signing),
                done -> done.stream().map(CaImportCommand::text).collect(Collectors.joining()));
    }

    private Integer requestAll() {
        return options.run(
                console,
                Authority::requestAll,
                files -> files.stream().map(file -> file + "\n").collect(Collectors.joining())
                        + "Next: have each signed by the new root as an authority of path length 0, run `meshgen ca"
                        + " import CLUSTER FILE` for each, then `meshgen ca rotate root --step new-intermediates`.\n");
    }

    private Integer request() {
        return options.run(
                console,
                authority -> authority.request(name),
                file -> file + "\nNext: have it signed as an authority of path length 0, then run `meshgen ca import "
                        + name + " FILE`.\n");
    }
}
