package dev.meshgen.pki.x509;

import static dev.meshgen.pki.x509.SampleCertificate.END;
import static dev.meshgen.pki.x509.SampleCertificate.START;
import static dev.meshgen.pki.x509.SampleCertificate.authority;
import static dev.meshgen.pki.x509.SampleCertificate.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Severity;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which chains lead to a trusted root, and what is said of those that don't. */
class TrustChainTest {
    private final SampleCertificate root = authority("root").selfSigned();
    private final SampleCertificate company = authority("company").signedBy(root);
    private final SampleCertificate issuing = authority("issuing").signedBy(company);
    private final SampleCertificate leaf = server("leaf").signedBy(issuing);

    private static List<Diagnostic> check(List<X509Certificate> roots, SampleCertificate... chain) {
        return TrustChain.check(Path.of("chain.pem"), certificates(chain), Path.of("root-cert.pem"), roots);
    }

    private List<Diagnostic> check(SampleCertificate... chain) {
        return check(List.of(root.certificate()), chain);
    }

    private static List<X509Certificate> certificates(SampleCertificate... all) {
        return Stream.of(all).map(SampleCertificate::certificate).toList();
    }

    private static void assertBroken(List<Diagnostic> found, String fact) {
        assertThat(found).singleElement().satisfies(fault -> {
            assertThat(fault.rule()).hasToString("pki-chain");
            assertThat(fault.message()).isEqualTo("Chain `chain.pem` " + fact + ".");
            assertThat(fault.isError()).isTrue();
        });
    }

    private static void assertRefused(List<Diagnostic> found, String fact) {
        assertBroken(found, "doesn't lead to a trusted root: " + fact);
    }

    @Test
    void three_tiers_lead_to_their_root() {
        assertThat(check(leaf, issuing, company)).isEmpty();
        assertThat(check(leaf, issuing, company, root)).isEmpty();
        assertThat(check(company)).isEmpty();
    }

    @Test
    void three_tiers_out_of_order_lead_nowhere() {
        assertRefused(
                check(leaf, company, issuing),
                "`CN=leaf` was signed by `CN=issuing`, and the next certificate is `CN=company`");
    }

    @Test
    void a_missing_tier_is_named() {
        assertRefused(check(leaf, issuing), "`CN=issuing` was signed by `CN=company`, and a root is `CN=root`");
    }

    @Test
    void a_self_signed_certificate_at_the_end_neither_helps_nor_harms() {
        SampleCertificate strange = authority("strange").selfSigned();

        assertThat(check(leaf, issuing, company, strange)).isEmpty();
        assertRefused(
                check(List.of(strange.certificate()), leaf, issuing, company, root),
                "`CN=company` was signed by `CN=root`, and a root is `CN=strange`");
    }

    @Test
    void nothing_but_roots_is_no_chain() {
        assertBroken(check(root), "contains only self-signed certificates");
    }

    @Test
    void nothing_is_trusted_without_a_root() {
        assertRefused(check(List.of(), leaf, issuing, company), "there is none");
    }

    @Test
    void the_right_names_over_a_wrong_signature_are_worth_nothing() {
        SampleCertificate forgedRoot = authority("root").selfSigned();
        SampleCertificate forgedCompany = authority("company").signedBy(root);

        assertRefused(
                check(List.of(forgedRoot.certificate()), leaf, issuing, company),
                "`CN=company` was signed by `CN=root`, and a root is another certificate of that name,"
                        + " with another key");
        assertRefused(
                check(leaf, issuing, forgedCompany),
                "`CN=issuing` was signed by `CN=company`, and the next certificate is another certificate of that"
                        + " name, with another key");
    }

    @Test
    void a_key_under_another_name_is_another_issuer() {
        SampleCertificate renamed = authority("renamed").with(root.keys()).selfSigned();

        assertThat(TrustChain.issuer(company.certificate(), List.of(renamed.certificate())))
                .isEmpty();
        assertThat(TrustChain.issuer(company.certificate(), certificates(renamed, issuing, root)))
                .contains(root.certificate());
    }

    @Test
    void a_certificate_that_its_namesake_signed_is_not_self_signed() {
        SampleCertificate namesake = authority("root").signedBy(root);

        assertThat(TrustChain.isSelfSigned(root.certificate())).isTrue();
        assertThat(TrustChain.isSelfSigned(namesake.certificate())).isFalse();
        assertThat(TrustChain.isSelfSigned(company.certificate())).isFalse();
    }

    @Test
    void what_is_no_authority_signs_nothing() {
        SampleCertificate host = server("host").signedBy(root);

        assertRefused(
                check(server("below").signedBy(host), host), "`CN=host` signed a certificate and isn't an authority");
    }

    @Test
    void a_path_length_limits_the_authorities_below() {
        SampleCertificate last = authority("last")
                .with(Extension.basicConstraints, new BasicConstraints(0))
                .signedBy(root);
        SampleCertificate tooDeep = authority("deep").signedBy(last);

        assertThat(check(server("host").signedBy(last), last)).isEmpty();
        assertRefused(
                check(server("host").signedBy(tooDeep), tooDeep, last),
                "`CN=deep` is below more authorities than their path lengths allow");
    }

    @Test
    void an_authority_must_be_allowed_to_sign_certificates() {
        SampleCertificate mute = authority("mute")
                .with(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                .signedBy(root);

        assertRefused(
                check(server("host").signedBy(mute), mute),
                "`CN=mute` signed a certificate and has a key usage without `keyCertSign`");
    }

    @Test
    void a_name_must_be_one_that_its_issuers_may_sign() {
        GeneralSubtree services = new GeneralSubtree(new GeneralName(GeneralName.dNSName, "svc"));
        SampleCertificate narrow = authority("narrow")
                .with(Extension.nameConstraints, new NameConstraints(new GeneralSubtree[] {services}, null))
                .signedBy(root);

        assertThat(check(named("istiod.istio-system.svc", narrow), narrow)).isEmpty();
        assertRefused(
                check(named("echo.example", narrow), narrow),
                "`CN=host` has a name that the name constraints of its issuers exclude");
    }

    private static SampleCertificate named(String dnsName, SampleCertificate issuer) {
        return server("host")
                .with(Extension.subjectAlternativeName, new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)))
                .signedBy(issuer);
    }

    @Test
    void an_unknown_critical_extension_is_refused() {
        SampleCertificate odd = server("odd")
                .with(new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), DERNull.INSTANCE)
                .signedBy(root);

        assertRefused(check(odd), "`CN=odd` has a critical extension that meshgen doesn't know");
    }

    @Test
    void a_key_that_is_too_weak_is_refused() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(512);
        SampleCertificate weak =
                server("weak").with(generator.generateKeyPair()).signedBy(root);

        assertRefused(check(weak), "`CN=weak` has an algorithm or a key size that is too weak");
    }

    /** A file's own expiry has a diagnostic of its own, which names the file. */
    @ParameterizedTest
    @CsvSource({"2001-01-01T00:00:00Z,2002-01-01T00:00:00Z", "2401-01-01T00:00:00Z,2402-01-01T00:00:00Z"})
    void a_chain_of_another_time_is_whole_all_the_same(Instant from, Instant to) {
        SampleCertificate then = authority("then").from(from).to(to).selfSigned();
        SampleCertificate below = authority("below").from(from).to(to).signedBy(then);

        assertThat(check(
                        List.of(then.certificate()),
                        server("host").from(from).to(to).signedBy(below),
                        below))
                .isEmpty();
    }

    @Test
    void a_certificate_cannot_begin_after_its_issuer_s_end() {
        SampleCertificate late = server("late")
                .from(END.plus(Duration.ofDays(1)))
                .to(END.plus(Duration.ofDays(2)))
                .signedBy(issuing);

        assertRefused(
                check(late, issuing, company), "`CN=company` expires before a certificate below it becomes valid");
    }

    @ParameterizedTest
    @CsvSource({"1,WARNING", "86400,WARNING", "86401,ERROR"})
    void a_certificate_may_outlive_its_issuer_by_a_day(long seconds, Severity severity) {
        SampleCertificate longer = server("longer").to(END.plusSeconds(seconds)).signedBy(company);

        assertThat(check(longer, company)).singleElement().satisfies(found -> {
            assertThat(found.rule()).hasToString("pki-outlives-issuer");
            assertThat(found.severity()).isEqualTo(severity);
            assertThat(found.message())
                    .isEqualTo("`CN=longer` in `chain.pem` is valid until " + END.plusSeconds(seconds)
                            + ", and its issuer `CN=company` only until " + END + ".");
        });
    }

    @Test
    void a_certificate_may_not_be_valid_before_its_issuer() {
        SampleCertificate early = authority("early").from(START.minusSeconds(1)).signedBy(root);

        assertThat(check(early)).singleElement().satisfies(found -> {
            assertThat(found.rule()).hasToString("pki-outlives-issuer");
            assertThat(found.isError()).isTrue();
            assertThat(found.message())
                    .isEqualTo("`CN=early` in `chain.pem` is valid from 2025-12-31T23:59:59Z, and its issuer"
                            + " `CN=root` only from " + START + ".");
        });
    }

    @Test
    void the_trusted_roots_are_noted_for_comparison() {
        assertThat(check(leaf))
                .singleElement()
                .satisfies(fault -> assertThat(fault.notes()).singleElement().satisfies(note -> {
                    assertThat(note.span().toString()).contains("root-cert.pem");
                    assertThat(note.message())
                            .isEqualTo("here is `" + CertificatePem.fingerprint(root.certificate()) + " CN=root`.");
                }));
    }

    @Test
    void a_chain_is_built_from_authorities_in_any_order() {
        assertThat(TrustChain.build(leaf.certificate(), certificates(company, leaf, issuing), certificates(root)))
                .contains(certificates(leaf, issuing, company, root));
        assertThat(TrustChain.build(company.certificate(), List.of(), certificates(issuing, root)))
                .contains(certificates(company, root));
    }

    @Test
    void a_chain_with_an_unknown_authority_is_not_built() {
        assertThat(TrustChain.build(leaf.certificate(), certificates(company), certificates(root)))
                .isEmpty();
    }

    @Test
    void authorities_that_signed_each_other_lead_nowhere() {
        SampleCertificate one = authority("one").selfSigned();
        SampleCertificate other = authority("other").signedBy(one);
        SampleCertificate back = authority("one").with(one.keys()).signedBy(other);

        assertThat(TrustChain.build(back.certificate(), certificates(back, other), certificates(root)))
                .isEmpty();
    }
}
