package dev.meshgen.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.junit.jupiter.api.Test;

/** What a new certificate takes over from its issuer. */
class CertificateIssuerTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PlannedCertificate SERVER = new PlannedCertificate(
            Role.SERVER, "echo", KeyAlgorithm.ECDSA_P256, "contoso", List.of("echo.example"), 30);

    private final SigningKey key = SigningKey.generate(KeyAlgorithm.ECDSA_P256, RANDOM);

    private X509Certificate issued(Instant now, X509Certificate issuer) {
        return new CertificateIssuer(Clock.fixed(now, ZoneOffset.UTC), RANDOM)
                .issued(SERVER, key.publicKey(), issuer, key);
    }

    private static byte[] authorityKeyIdentifier(X509Certificate certificate) throws Exception {
        return AuthorityKeyIdentifier.fromExtensions(new JcaX509CertificateHolder(certificate).getExtensions())
                .getKeyIdentifierOctets();
    }

    @Test
    void the_issuer_s_key_is_identified_as_the_issuer_itself_does_it() throws Exception {
        byte[] own = {1, 2, 3};
        X509Certificate stating = SampleCertificate.authority("root")
                .with(Extension.subjectKeyIdentifier, new SubjectKeyIdentifier(own).getEncoded())
                .selfSigned()
                .certificate();
        X509Certificate silent =
                SampleCertificate.authority("root").selfSigned().certificate();

        assertThat(authorityKeyIdentifier(issued(SampleCertificate.START, stating)))
                .isEqualTo(own);
        assertThat(authorityKeyIdentifier(issued(SampleCertificate.START, silent)))
                .isEqualTo(new JcaX509ExtensionUtils()
                        .createSubjectKeyIdentifier(silent.getPublicKey())
                        .getKeyIdentifier());
    }

    @Test
    void a_certificate_is_valid_from_ten_minutes_ago_for_its_days() {
        X509Certificate issuer =
                SampleCertificate.authority("root").selfSigned().certificate();
        Instant now = SampleCertificate.START.plus(Duration.ofDays(1));

        assertThat(issued(now, issuer)).satisfies(made -> {
            Instant from = made.getNotBefore().toInstant();
            assertThat(from).isEqualTo(now.minus(Duration.ofMinutes(10)));
            assertThat(made.getNotAfter().toInstant())
                    .isEqualTo(from.plus(Duration.ofDays(30)).minusSeconds(1));
        });
    }

    @Test
    void a_certificate_is_valid_within_its_issuer_s_time() {
        X509Certificate issuer =
                SampleCertificate.authority("root").selfSigned().certificate();

        assertThat(issued(SampleCertificate.START, issuer).getNotBefore()).isEqualTo(issuer.getNotBefore());
        assertThat(issued(SampleCertificate.END.minus(Duration.ofDays(1)), issuer)
                        .getNotAfter())
                .isEqualTo(issuer.getNotAfter());
    }
}
