package dev.meshgen.pki.x509;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;

class CertificateRequestTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKey KEY = SigningKey.generate(KeyAlgorithm.ECDSA_P384, RANDOM);

    private static CertificateRequest request(Role role, String... names) {
        return CertificateRequest.of(
                new PlannedCertificate(role, "one", KeyAlgorithm.ECDSA_P384, "contoso", List.of(names), 1),
                KEY,
                RANDOM);
    }

    private static PKCS10CertificationRequest decoded(CertificateRequest request) throws Exception {
        try (PEMParser parser = new PEMParser(new StringReader(new String(request.pem(), US_ASCII)))) {
            return (PKCS10CertificationRequest) parser.readObject();
        }
    }

    @Test
    void a_cluster_asks_for_an_authority_for_its_own_services() throws Exception {
        PKCS10CertificationRequest decoded = decoded(request(Role.CLUSTER, "istiod.istio-system.svc"));
        Extensions wanted = decoded.getRequestedExtensions();

        assertThat(decoded.getSubject()).hasToString("O=contoso,CN=Intermediate CA,L=one");
        assertThat(wanted.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.basicConstraints, Extension.keyUsage, Extension.nameConstraints);
        assertThat(BasicConstraints.fromExtensions(wanted)).satisfies(constraints -> {
            assertThat(constraints.isCA()).isTrue();
            assertThat(constraints.getPathLenConstraint()).isZero();
        });
        assertThat(KeyUsage.fromExtensions(wanted).hasUsages(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .isTrue();
        assertThat(GeneralNames.fromExtensions(wanted, Extension.subjectAlternativeName)
                        .getNames())
                .containsExactly(new GeneralName(GeneralName.dNSName, "istiod.istio-system.svc"));
    }

    @Test
    void an_intermediate_without_names_asks_for_none() throws Exception {
        assertThat(decoded(request(Role.INGRESS)).getRequestedExtensions().getExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.basicConstraints, Extension.keyUsage);
    }

    @Test
    void its_signature_proves_that_it_has_the_key() throws Exception {
        assertThat(decoded(request(Role.INGRESS))
                        .isSignatureValid(new JcaContentVerifierProviderBuilder().build(KEY.publicKey())))
                .isTrue();
    }

    @Test
    void it_is_for_its_own_key_alone() {
        CertificateRequest request = request(Role.INGRESS);

        assertThat(request.isFor(KEY.publicKey())).isTrue();
        assertThat(request.isFor(SampleCertificate.newKeys().getPublic())).isFalse();
        assertThat(request.keyFingerprint())
                .isEqualTo(CertificatePem.fingerprint(KEY.publicKey()))
                .hasSize(64);
    }

    @Test
    void a_request_is_read_back() {
        byte[] pem = request(Role.INGRESS).pem();

        assertThat(CertificateRequest.read(Path.of("a.csr"), pem)
                        .value()
                        .orElseThrow()
                        .pem())
                .isEqualTo(pem);
    }

    @Test
    void nothing_else_is_read_as_a_request() {
        byte[] der = {0x30, 0x02, 0x05, 0x00};
        byte[] wrongLabel = new String(request(Role.INGRESS).pem(), US_ASCII)
                .replace("CERTIFICATE REQUEST", "CERTIFICATE")
                .getBytes(US_ASCII);

        for (byte[] pem : List.of(PemText.write("CERTIFICATE REQUEST", der), wrongLabel)) {
            assertThat(CertificateRequest.read(Path.of("a.csr"), pem).diagnostics())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.message()).isEqualTo("`a.csr` isn't a certificate request."));
        }
    }
}
