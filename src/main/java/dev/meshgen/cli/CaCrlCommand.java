package dev.meshgen.cli;

import dev.meshgen.diagnostic.Printable;
import dev.meshgen.pki.Authority;
import dev.meshgen.pki.Revocation;
import dev.meshgen.pki.verify.RevocationStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code meshgen ca crl}: what every authority has revoked. */
@Command(
        name = "crl",
        description = "Makes the revocation lists of all authorities in `ca-crl.pem`, or makes them anew.",
        footer = {"  meshgen ca crl mesh.yaml", "  meshgen ca crl --revoke former-one.pem mesh.yaml"})
final class CaCrlCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--revoke",
            paramLabel = "CERT",
            description = "Revoke this certificate, too: a file; a cluster or `ingress`, for the intermediate that it"
                    + " has now; or the serial number of one that the root has signed. Repeat it for each.")
    private List<String> revoked = List.of();

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description = "A list, PEM, of an authority whose key isn't here. Repeat it for each.")
    private List<Path> lists = List.of();

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            defaultValue = "90",
            description = "How long the lists are accepted. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(names = "--abandon", description = "Call off lists that were interrupted; the former ones stay.")
    private boolean abandon;

    @Mixin
    private CaOptions options = new CaOptions();

    CaCrlCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (abandon) {
            if (!revoked.isEmpty() || !lists.isEmpty()) {
                throw new ParameterException(
                        command.commandLine(), "`--abandon` goes with neither `--revoke` nor `--list`");
            }
            return options.run(
                    console, Authority::abandonRevocation, done -> "The lists are abandoned; nothing has changed.\n");
        }
        if (days < 1 || days > 3650) {
            throw new ParameterException(command.commandLine(), "`--days` is a number from 1 to 3650");
        }
        Revocation asked = new Revocation(revoked, lists, Duration.ofDays(days));
        return options.run(console, authority -> authority.revoke(asked), CaCrlCommand::text);
    }

    private static String text(List<RevocationStatus> made) {
        Optional<Instant> end =
                made.stream().flatMap(each -> each.nextUpdate().stream()).min(Instant::compareTo);
        return made.stream().map(CaCrlCommand::line).collect(Collectors.joining())
                + "They are in pki/ca-crl.pem, and beside the certificates of each cluster.\n"
                + end.map(day -> "Run `meshgen ca crl` again before " + day
                                + ": proxies that have the lists then refuse every peer.\n")
                        .orElse("");
    }

    static String line(RevocationStatus list) {
        return "  " + Printable.text(list.issuer()) + ": list " + list.number() + ", "
                + list.size() + " revoked"
                + list.nextUpdate().map(end -> ", until " + end).orElse("") + "\n";
    }
}
