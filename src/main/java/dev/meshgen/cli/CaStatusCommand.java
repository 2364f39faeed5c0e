package dev.meshgen.cli;

import dev.meshgen.pki.CertificateStatus;
import dev.meshgen.pki.StatusReader;
import dev.meshgen.pki.StatusReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code meshgen ca status}: how long each certificate lasts. */
@Command(
        name = "status",
        description = "Shows each certificate: what it is and how long it lasts. With --output json, for programs.")
final class CaStatusCommand implements Callable<Integer> {
    private static final int DUE = 2;

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
        Optional<StatusReport> report = options.run(
                console,
                session -> new StatusReader(
                                session.environment().folders(),
                                session.environment().clock())
                        .read(session.plan(), asked));
        if (report.isEmpty()) {
            return ExitCode.FAILED;
        }
        if (options.report.format == Console.Format.json) {
            console.out().print(StatusJson.of(report.get()));
        } else {
            print(console.out(), report.get());
        }
        console.out().flush();
        return horizon != null && report.get().hasDue() ? DUE : ExitCode.DONE;
    }

    private static void print(PrintWriter out, StatusReport report) {
        report.certificates().forEach(each -> print(out, each));
        report.rotation()
                .ifPresent(state ->
                        out.println("Root rotation stands at " + state.phase().label() + "; the next step is "
                                + state.phase().next().label() + "."));
    }

    private static void print(PrintWriter out, CertificateStatus status) {
        out.println(status.file() + (status.isDue() ? "  DUE" : ""));
        String specified =
                status.planned().algorithm().label() + ", " + status.planned().validityDays() + " days";
        if (status.found().isEmpty()) {
            out.println("  missing (specified: " + specified + ")");
            return;
        }
        CertificateStatus.Found found = status.found().get();
        out.println("  subject    " + found.subject());
        out.println("  algorithm  " + found.algorithm() + " (specified: " + specified + ")");
        out.println("  expires    " + found.notAfter() + ", "
                + (found.daysLeft() < 0 ? "expired" : found.daysLeft() + " days left"));
        if (!found.dnsNames().isEmpty()) {
            out.println("  names      " + String.join(", ", found.dnsNames()));
        }
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
