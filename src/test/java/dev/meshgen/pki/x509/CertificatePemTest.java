package dev.meshgen.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.KeyAlgorithm;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class CertificatePemTest {
    private static final Path FILE = Path.of("a.pem");

    @Test
    void a_certificate_that_only_java_decodes_is_refused() {
        X509Certificate odd = SampleCertificate.authority("odd")
                .with(Extension.subjectKeyIdentifier, new byte[] {0x02, 0x01, 0x01})
                .selfSigned()
                .certificate();

        assertThat(CertificatePem.read(FILE, CertificatePem.write(List.of(odd))).diagnostics())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.rule()).hasToString("pki-malformed");
                    assertThat(fault.message()).isEqualTo("`a.pem` contains a block that isn't an X.509 certificate.");
                });
    }

    @Test
    void a_private_key_among_certificates_has_a_fault_of_its_own() {
        byte[] key = KeyPem.write(SigningKey.generate(KeyAlgorithm.ECDSA_P256, new SecureRandom()));

        assertThat(CertificatePem.read(FILE, key).diagnostics())
                .singleElement()
                .satisfies(fault -> assertThat(fault.rule()).hasToString("pki-key-in-public-file"));
    }

    @Test
    void fingerprints_are_sha_256_of_the_certificate_or_of_its_key() throws Exception {
        X509Certificate made = SampleCertificate.server("made").selfSigned().certificate();
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");

        assertThat(CertificatePem.fingerprint(made))
                .isEqualTo(HexFormat.of().formatHex(sha256.digest(made.getEncoded())));
        assertThat(CertificatePem.fingerprint(made.getPublicKey()))
                .isEqualTo(HexFormat.of()
                        .formatHex(sha256.digest(made.getPublicKey().getEncoded())));
    }

    @Test
    void a_subject_is_printed_as_it_is_in_the_certificate() {
        assertThat(DistinguishedName.text(
                        SampleCertificate.server("made").selfSigned().certificate()))
                .isEqualTo("CN=made");
    }

    @Test
    void a_key_is_printed_without_its_secret() {
        assertThat(SigningKey.generate(KeyAlgorithm.ECDSA_P384, new SecureRandom()))
                .hasToString("ECDSA-P384 key");
    }
}
