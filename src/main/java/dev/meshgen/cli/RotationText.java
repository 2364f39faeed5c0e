package dev.meshgen.cli;

import dev.meshgen.diagnostic.Printable;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.pki.verify.CertificateStatus;
import dev.meshgen.pki.verify.StatusReport;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The plan of a root rotation, for people. */
final class RotationText {
    private RotationText() {}

    static String of(StatusReport report) {
        Optional<RootPhase> last = report.rotation().filter(phase -> phase != RootPhase.NEW_ONLY);
        RootPhase next = last.map(RootPhase::next).orElse(RootPhase.TRUST_BOTH);
        return roots(report)
                + Arrays.stream(RootPhase.values())
                        .map(phase -> line(phase, next, report))
                        .collect(Collectors.joining())
                + report.unfinished().map(UnfinishedText::of).orElse("")
                + "Next: run `meshgen ca rotate root --step " + next.label() + "`.\n"
                + last.map(RotationText::wayBack).orElse("");
    }

    private static String roots(StatusReport report) {
        return report.certificates().stream()
                .filter(each -> each.planned().role() == Role.ROOT)
                .flatMap(each -> each.found().stream())
                .map(root -> "Root " + root.sha256() + " " + Printable.text(root.subject()) + ", expires "
                        + root.validity().to() + "\n")
                .collect(Collectors.joining());
    }

    private static String line(RootPhase phase, RootPhase next, StatusReport report) {
        int order = phase.compareTo(next);
        String state = order < 0 ? "done" : order > 0 ? "later" : "next";
        return String.format(Locale.ROOT, "  %-6s%-19s%s%n", state, phase.label(), phase.effect())
                        .replace(System.lineSeparator(), "\n")
                + (phase == RootPhase.NEW_INTERMEDIATES && order >= 0 ? signedAnew(report) : "");
    }

    private static String signedAnew(StatusReport report) {
        List<String> names = report.certificates().stream()
                .map(CertificateStatus::planned)
                .filter(planned -> planned.role() != Role.ROOT)
                .map(planned -> planned.role() == Role.SERVER ? "server " + planned.name() : planned.name())
                .toList();
        return " ".repeat(27) + "these: " + String.join(", ", names) + "\n";
    }

    private static String wayBack(RootPhase last) {
        return last == RootPhase.TRUST_BOTH
                ? "Until then `--abandon` goes back to the old root.\n"
                : "There is no way back to the old root: workloads have certificates under the new one.\n";
    }
}
