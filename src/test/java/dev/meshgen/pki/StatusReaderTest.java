package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.files.PassphraseSource;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.pki.verify.CertificateStatus;
import dev.meshgen.pki.verify.StatusReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusReaderTest {
    @TempDir
    Path folder;

    private final CertificatePlan plan = PkiTree.plan("one");

    private StatusReport status(Duration fromNow, Duration horizon) {
        Clock clock = Clock.fixed(Instant.now().plus(fromNow), ZoneOffset.UTC);
        return PkiTree.value(PkiTree.in(folder, clock, PassphraseSource.none())
                .authority(plan)
                .status(horizon));
    }

    @Test
    void says_what_each_certificate_is_and_how_long_it_lasts() {
        PkiTree.in(folder).made(plan);
        StatusReport report = status(Duration.ZERO, Duration.ofDays(30));
        assertThat(report.hasDue()).isFalse();
        assertThat(report.certificates())
                .map(CertificateStatus::file)
                .containsExactly(
                        "pki/root-cert.pem",
                        "pki/one/ca-cert.pem",
                        "pki/ingress/ca-cert.pem",
                        "pki/applications/echo/tls.crt");
        assertThat(report.certificates())
                .map(each -> each.found().orElseThrow().validity().daysLeft())
                .containsExactly(3649L, 729L, 729L, 364L);
        assertThat(report.certificates().get(1).found().orElseThrow().algorithm())
                .isEqualTo("ECDSA-P256");
    }

    @Test
    void what_expires_within_the_horizon_is_due() {
        PkiTree.in(folder).made(plan);
        StatusReport report = status(Duration.ofDays(340), Duration.ofDays(30));
        assertThat(report.certificates().stream().filter(CertificateStatus::isDue))
                .map(CertificateStatus::file)
                .containsExactly("pki/applications/echo/tls.crt");
        assertThat(status(Duration.ofDays(400), Duration.ZERO)
                        .certificates()
                        .get(3)
                        .found()
                        .orElseThrow()
                        .validity()
                        .daysLeft())
                .isNegative();
    }

    @Test
    void what_is_missing_is_due_and_a_bundle_shows_both_roots() {
        assertThat(status(Duration.ZERO, Duration.ZERO).certificates()).allMatch(CertificateStatus::isDue);
        PkiTree tree = PkiTree.in(folder);
        tree.made(plan);
        PkiTree.value(tree.authority(plan).rotateRoot(RootPhase.TRUST_BOTH));
        StatusReport report = status(Duration.ZERO, Duration.ZERO);
        assertThat(report.certificates()).hasSize(5);
        assertThat(report.rotation()).contains(RootPhase.TRUST_BOTH);
    }
}
