package dev.meshgen.pki.x509;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.plan.PlannedCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A request (PKCS#10) for an intermediate's certificate, with the extensions that istiod needs. */
public final class CertificateRequest {
    private static final String LABEL = "CERTIFICATE REQUEST";

    private final PKCS10CertificationRequest request;

    private CertificateRequest(PKCS10CertificationRequest request) {
        this.request = request;
    }

    public static CertificateRequest of(PlannedCertificate planned, SigningKey key, SecureRandom random) {
        try {
            return new CertificateRequest(
                    new JcaPKCS10CertificationRequestBuilder(DistinguishedName.of(planned), key.publicKey())
                            .addAttribute(
                                    PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                                    wanted(planned).generate())
                            .build(new JcaContentSignerBuilder(key.type().signatureAlgorithm())
                                    .setSecureRandom(random)
                                    .build(key.privateKey())));
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("Can't sign " + planned.requestFile(), e);
        }
    }

    private static ExtensionsGenerator wanted(PlannedCertificate planned) throws IOException {
        ExtensionsGenerator wanted = new ExtensionsGenerator();
        wanted.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        wanted.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign | KeyUsage.cRLSign));
        Optional<NameConstraints> permitted = PermittedNames.of(planned);
        if (permitted.isPresent()) {
            wanted.addExtension(Extension.nameConstraints, true, permitted.get());
        }
        if (!planned.dnsNames().isEmpty()) {
            wanted.addExtension(
                    Extension.subjectAlternativeName, false, DistinguishedName.alternatives(planned.dnsNames()));
        }
        return wanted;
    }

    public static Outcome<CertificateRequest> read(Path file, byte[] pem) {
        return PemText.read(file, pem).map(blocks -> blocks.get(0)).then(block -> parse(file, block));
    }

    private static Outcome<CertificateRequest> parse(Path file, PemText.Block block) {
        if (!block.label().equals(LABEL)) {
            return malformed(file);
        }
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(block.content());
            // Decoded here, since Bouncy Castle decodes late.
            request.getSubjectPublicKeyInfo().getEncoded();
            return Outcome.of(new CertificateRequest(request));
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle throws various unchecked exceptions for what isn't well-formed.
            return malformed(file);
        }
    }

    private static Outcome<CertificateRequest> malformed(Path file) {
        return Outcome.failure(Diagnostic.error(
                "pki-malformed", file, "`" + file + "` isn't a certificate request.", "Delete it and ask again."));
    }

    public byte[] pem() {
        try {
            return PemText.write(LABEL, request.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("It was built or decoded before", e);
        }
    }

    /** SHA-256 of the public key that it asks for, in hex. */
    public String keyFingerprint() {
        try {
            return CertificatePem.sha256(request.getSubjectPublicKeyInfo().getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("It was built or decoded before", e);
        }
    }

    /** Whether it asks for a certificate of that key. */
    public boolean isFor(PublicKey key) {
        try {
            return Arrays.equals(request.getSubjectPublicKeyInfo().getEncoded(), key.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("It was built or decoded before", e);
        }
    }
}
