package dev.meshgen.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A request (PKCS#10) for an intermediate's certificate, with the extensions that istiod needs. */
final class CertificateRequest {
    private static final String LABEL = "CERTIFICATE REQUEST";

    private CertificateRequest() {}

    static byte[] make(PlannedCertificate planned, SigningKey key, SecureRandom random) throws IOException {
        ExtensionsGenerator wanted = new ExtensionsGenerator();
        wanted.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        wanted.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign));
        if (!planned.dnsNames().isEmpty()) {
            wanted.addExtension(
                    Extension.subjectAlternativeName, false, DistinguishedName.alternatives(planned.dnsNames()));
        }
        try {
            PKCS10CertificationRequest request = new JcaPKCS10CertificationRequestBuilder(
                            DistinguishedName.of(planned), key.publicKey())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wanted.generate())
                    .build(new JcaContentSignerBuilder(KeyAlgorithm.signatureBy(key.publicKey()))
                            .setSecureRandom(random)
                            .build(key.privateKey()));
            return PemText.write(LABEL, request.getEncoded());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("Can't sign " + planned.requestFile(), e);
        }
    }

    /** The encoded key that a request is for. */
    static byte[] publicKey(Path file, byte[] bytes) throws IOException, PkiFailure {
        PemText.Block block = PemText.read(file, bytes).get(0);
        if (!block.label().equals(LABEL)) {
            throw new PkiFailure(
                    "pki-malformed", file, "`" + file + "` isn't a certificate request.", "Delete it and ask again.");
        }
        return new PKCS10CertificationRequest(block.content())
                .getSubjectPublicKeyInfo()
                .getEncoded();
    }
}
