package dev.meshgen.pki.verify;

import static dev.meshgen.pki.x509.SampleCertificate.END;
import static dev.meshgen.pki.x509.SampleCertificate.START;
import static dev.meshgen.pki.x509.SampleCertificate.authority;
import static dev.meshgen.pki.x509.SampleCertificate.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.x509.SampleCertificate;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What makes a certificate unfit for its place; a subject of its own is no more than a warning. */
class CertificateFactsTest {
    private static final Path FILE = Path.of("a.pem");

    private static PlannedCertificate planned(Role role) {
        List<String> names = role == Role.SERVER ? List.of("echo.example") : List.of();
        return new PlannedCertificate(role, "echo", KeyAlgorithm.ECDSA_P256, "contoso", names, 1);
    }

    private static List<Diagnostic> check(Role role, SampleCertificate.Draft draft) {
        return check(role, draft, START, Severity.ERROR);
    }

    private static List<Diagnostic> check(Role role, SampleCertificate.Draft draft, Instant now, Severity expiry) {
        return new CertificateFacts(now, expiry)
                .check(planned(role), FILE, draft.selfSigned().certificate()).stream()
                        .filter(found -> !found.rule().value().equals("pki-differs"))
                        .toList();
    }

    private static void assertFault(List<Diagnostic> found, Severity severity, String rule, String fact) {
        assertThat(found).singleElement().satisfies(fault -> {
            assertThat(fault.severity()).isEqualTo(severity);
            assertThat(fault.rule()).hasToString(rule);
            assertThat(fault.message()).contains("`a.pem`", fact);
        });
    }

    private static SampleCertificate.Draft host(GeneralName... names) {
        return server("host").with(Extension.subjectAlternativeName, new GeneralNames(names));
    }

    private static SampleCertificate.Draft host() {
        return host(new GeneralName(GeneralName.dNSName, "echo.example"));
    }

    private static SampleCertificate.Draft hostFor(KeyPurposeId purpose) {
        return host().with(Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose));
    }

    @Test
    void a_certificate_counts_from_its_first_to_its_last_second() {
        assertThat(check(Role.SERVER, host(), START, Severity.ERROR)).isEmpty();
        assertThat(check(Role.SERVER, host(), END, Severity.ERROR)).isEmpty();
        assertFault(
                check(Role.SERVER, host(), START.minusMillis(1), Severity.ERROR),
                Severity.ERROR,
                "pki-not-yet-valid",
                "only from " + START);
    }

    @ParameterizedTest
    @EnumSource(
            value = Severity.class,
            names = {"ERROR", "WARNING"})
    void an_expired_certificate_is_as_bad_as_its_reader_says(Severity expiry) {
        assertFault(check(Role.SERVER, host(), END.plusMillis(1), expiry), expiry, "pki-expired", "expired at " + END);
    }

    @Test
    void a_weak_key_is_refused() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(512);

        assertFault(
                check(Role.SERVER, host().with(generator.generateKeyPair())),
                Severity.ERROR,
                "pki-algorithm",
                "RSA-512");
    }

    @Test
    void a_server_needs_the_host_that_it_serves() {
        assertFault(
                check(Role.SERVER, host(new GeneralName(GeneralName.dNSName, "other.example"))),
                Severity.ERROR,
                "pki-san",
                "is for `other.example`, but the host of application `echo` is `echo.example`");
    }

    @Test
    void a_name_that_is_no_dns_name_is_no_host() {
        GeneralName mail = new GeneralName(GeneralName.rfc822Name, "echo.example");
        GeneralName dns = new GeneralName(GeneralName.dNSName, "echo.example");

        assertThat(CertificateFacts.dnsNames(host(mail, dns).selfSigned().certificate()))
                .containsExactly("echo.example");
        assertThat(CertificateFacts.dnsNames(server("host").selfSigned().certificate()))
                .isEmpty();
        assertThat(check(Role.SERVER, host(mail))).hasSize(1);
    }

    @Test
    void a_server_may_leave_its_purposes_open() {
        assertThat(check(Role.SERVER, host())).isEmpty();
        assertThat(check(Role.SERVER, hostFor(KeyPurposeId.id_kp_serverAuth))).isEmpty();
    }

    @Test
    void a_certificate_for_clients_for_encryption_or_for_signing_others_is_no_server_s() {
        for (SampleCertificate.Draft wrong : List.of(
                hostFor(KeyPurposeId.id_kp_clientAuth),
                host().with(Extension.keyUsage, new KeyUsage(KeyUsage.keyEncipherment)),
                host().with(Extension.basicConstraints, new BasicConstraints(0)))) {
            assertFault(check(Role.SERVER, wrong), Severity.ERROR, "pki-key-usage", "isn't one for a server");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"ROOT", "CLUSTER", "INGRESS"})
    void a_server_s_certificate_is_no_authority(Role role) {
        assertFault(check(role, server("host")), Severity.ERROR, "pki-not-authority", "may not sign others");
        assertFault(
                check(role, authority("mute").with(Extension.keyUsage, new KeyUsage(KeyUsage.cRLSign))),
                Severity.ERROR,
                "pki-not-authority",
                "may not sign others");
    }

    @Test
    void a_root_needs_room_for_an_intermediate_below() {
        assertFault(check(Role.ROOT, limited(0)), Severity.ERROR, "pki-path-length", "no intermediate may follow it");
        assertThat(check(Role.ROOT, limited(1))).isEmpty();
        assertThat(check(Role.ROOT, authority("root"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CLUSTER", "INGRESS"})
    void an_intermediate_should_have_no_authority_below(Role role) {
        assertThat(check(role, limited(0))).isEmpty();
        assertFault(check(role, limited(1)), Severity.WARNING, "pki-path-length", "isn't limited");
        assertFault(check(role, authority("free")), Severity.WARNING, "pki-path-length", "isn't limited");
    }

    private static SampleCertificate.Draft limited(int pathLength) {
        return authority("limited").with(Extension.basicConstraints, new BasicConstraints(pathLength));
    }

    @Test
    void another_subject_than_planned_is_a_warning_and_at_a_root_of_others_nothing() {
        CertificateFacts facts = new CertificateFacts(START, Severity.ERROR);

        assertThat(facts.check(planned(Role.SERVER), FILE, host().selfSigned().certificate()))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.severity()).isEqualTo(Severity.WARNING);
                    assertThat(found.message())
                            .contains("`CN=host` where the specification asks for `O=contoso,CN=echo.example`");
                });
        assertThat(facts.check(
                        planned(Role.ROOT),
                        FILE,
                        authority("Company root").selfSigned().certificate()))
                .isEmpty();
        assertThat(facts.check(
                        planned(Role.ROOT),
                        FILE,
                        authority("Root CA").selfSigned().certificate()))
                .hasSize(1);
    }
}
