package dev.meshgen.cli;

import dev.meshgen.diagnostic.Printable;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.verify.CertificateStatus;
import dev.meshgen.pki.verify.RevocationStatus;
import dev.meshgen.pki.verify.StatusReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code meshgen ca status}: how long each certificate lasts. */
@Command(
        name = "status",
        description = "Shows each certificate: what it is and how long it lasts. With --output json, for programs.",
        exitCodeList = "2:a certificate is missing or about to expire, with --expires-in",
        footer = "  meshgen ca status --expires-in 30d mesh.yaml")
final class CaStatusCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CaOptions options = new CaOptions();

    @Option(
            names = "--expires-in",
            paramLabel = "DAYS",
            converter = Days.class,
            description = "Exit with 2 when something is missing or expires within this time, such as 30d.")
    private @Nullable Duration horizon;

    CaStatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Duration asked = horizon == null ? Duration.ZERO : horizon;
        return options.look(console, authority -> authority.status(asked), new Answer(horizon != null));
    }

    /** @param strict whether what is due makes the command fail */
    private record Answer(boolean strict) implements CaOptions.Answer<StatusReport> {
        @Override
        public String text(StatusReport report) {
            String certificates =
                    report.certificates().stream().map(CaStatusCommand::text).collect(Collectors.joining());
            return certificates
                    + lists(report.lists())
                    + leftovers(report.leftovers())
                    + report.unfinished().map(UnfinishedText::of).orElse("")
                    + report.rotation()
                            .map(phase -> "The last step of the root rotation was " + phase.label()
                                    + "; the next step is " + phase.next().label() + ".\n")
                            .orElse("");
        }

        private static String lists(List<RevocationStatus> lists) {
            boolean due = lists.stream().anyMatch(RevocationStatus::isDue);
            return lists.isEmpty()
                    ? ""
                    : "pki/ca-crl.pem" + (due ? "  DUE\n" : "\n")
                            + lists.stream().map(CaCrlCommand::line).collect(Collectors.joining());
        }

        private static String leftovers(List<Path> files) {
            return files.stream()
                            .map(file -> Printable.text(file.toString()) + "  of nothing that the specification has\n")
                            .collect(Collectors.joining())
                    + (files.isEmpty() ? "" : "Run `meshgen ca prune` to remove them.\n");
        }

        @Override
        public Optional<String> json(StatusReport report) {
            return Optional.of(StatusJson.of(report));
        }

        @Override
        public int exitCode(StatusReport report) {
            return strict && report.hasDue() ? ExitCode.FOUND : ExitCode.DONE;
        }
    }

    private static String text(CertificateStatus status) {
        String specified =
                status.planned().algorithm() + ", " + status.planned().validityDays() + " days";
        return status.file()
                + (status.isDue() ? "  DUE\n" : "\n")
                + status.found()
                        .map(found -> text(found, specified) + fingerprint(status, found))
                        .orElse("  missing (specified: " + specified + ")\n");
    }

    private static String text(CertificateStatus.Found found, String specified) {
        long left = found.validity().daysLeft();
        return "  subject    " + Printable.text(found.subject()) + "\n"
                + "  algorithm  " + found.algorithm() + " (specified: " + specified + ")\n"
                + "  expires    " + found.validity().to() + ", " + (left < 0 ? "expired" : left + " days left") + "\n"
                + (found.dnsNames().isEmpty()
                        ? ""
                        : "  names      " + Printable.text(String.join(", ", found.dnsNames())) + "\n");
    }

    /** Only of a root: what is under it can be proved by it. */
    private static String fingerprint(CertificateStatus status, CertificateStatus.Found found) {
        return status.planned().role() == Role.ROOT ? "  SHA-256    " + found.sha256() + "\n" : "";
    }

    /** Reads {@code 30d} or {@code 30}. */
    static final class Days implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            if (!text.matches("[0-9]{1,5}d?")) {
                throw new TypeConversionException("`" + text + "` is not a number of days such as 30d");
            }
            return Duration.ofDays(Long.parseLong(text.replace("d", "")));
        }
    }
}
