package dev.meshgen.pki.x509;

import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates as planned, with the subjects and extensions of Istio's own tool. */
public final class CertificateIssuer {
    /** Clusters' clocks differ a little, and a certificate from the future is refused. */
    static final Duration SKEW = Duration.ofMinutes(10);

    private final Clock clock;
    private final SecureRandom random;

    public CertificateIssuer(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    public X509Certificate selfSigned(PlannedCertificate planned, SigningKey key) {
        return sign(planned, key.publicKey(), key, Optional.empty());
    }

    /** A certificate that is valid no earlier and no longer than its issuer. */
    public X509Certificate issued(
            PlannedCertificate planned, PublicKey subjectKey, X509Certificate issuer, SigningKey issuerKey) {
        return sign(planned, subjectKey, issuerKey, Optional.of(issuer));
    }

    private X509Certificate sign(
            PlannedCertificate planned, PublicKey subjectKey, SigningKey key, Optional<X509Certificate> issuer) {
        try {
            Instant from = clock.instant().minus(SKEW).truncatedTo(ChronoUnit.SECONDS);
            // Both ends count, so a day more or less is decided by this second.
            Instant to = from.plus(Duration.ofDays(planned.validityDays())).minusSeconds(1);
            X500Name subject = DistinguishedName.of(planned);
            var builder = new X509v3CertificateBuilder(
                    issuer.isPresent() ? new JcaX509CertificateHolder(issuer.get()).getSubject() : subject,
                    new BigInteger(128, random).max(BigInteger.ONE),
                    later(from, issuer.map(X509Certificate::getNotBefore)),
                    earlier(to, issuer.map(X509Certificate::getNotAfter)),
                    subject,
                    SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()));
            addExtensions(builder, planned, subjectKey, issuer);
            var signer = new JcaContentSignerBuilder(key.type().signatureAlgorithm())
                    .setSecureRandom(random)
                    .build(key.privateKey());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("Can't sign " + planned.certificateFile(), e);
        }
    }

    private static Date later(Instant wanted, Optional<Date> bound) {
        Date date = Date.from(wanted);
        return bound.filter(date::before).orElse(date);
    }

    private static Date earlier(Instant wanted, Optional<Date> bound) {
        Date date = Date.from(wanted);
        return bound.filter(date::after).orElse(date);
    }

    private static void addExtensions(
            X509v3CertificateBuilder builder,
            PlannedCertificate planned,
            PublicKey subjectKey,
            Optional<X509Certificate> issuer)
            throws CertIOException, NoSuchAlgorithmException {
        builder.addExtension(Extension.subjectKeyIdentifier, false, keyIdentifier(subjectKey));
        if (issuer.isPresent()) {
            byte[] identifier = issuerKeyIdentifier(issuer.get());
            builder.addExtension(Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(identifier));
        }
        builder.addExtension(Extension.basicConstraints, true, basicConstraints(planned.role()));
        builder.addExtension(Extension.keyUsage, true, keyUsage(planned, subjectKey));
        Optional<NameConstraints> permitted = PermittedNames.of(planned);
        if (permitted.isPresent()) {
            builder.addExtension(Extension.nameConstraints, true, permitted.get());
        }
        if (planned.role() == Role.SERVER) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        }
        if (!planned.dnsNames().isEmpty()) {
            builder.addExtension(
                    Extension.subjectAlternativeName, false, DistinguishedName.alternatives(planned.dnsNames()));
        }
    }

    /** The root sets no path length: a company may put an issuing authority of its own between. */
    private static BasicConstraints basicConstraints(Role role) {
        return switch (role) {
            case ROOT -> new BasicConstraints(true);
            case CLUSTER, INGRESS -> new BasicConstraints(0);
            case SERVER -> new BasicConstraints(false);
        };
    }

    private static KeyUsage keyUsage(PlannedCertificate planned, PublicKey key) {
        int usage = KeyUsage.digitalSignature;
        if (planned.isAuthority()) {
            // cRLSign beyond Istio's tool, for the `ca-crl.pem` that istiod can be given.
            usage |= KeyUsage.nonRepudiation | KeyUsage.keyCertSign | KeyUsage.cRLSign;
        }
        return new KeyUsage(KeyType.of(key).canEncipher() ? usage | KeyUsage.keyEncipherment : usage);
    }

    private static SubjectKeyIdentifier keyIdentifier(PublicKey key) throws NoSuchAlgorithmException {
        return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key);
    }

    /**
     * As the issuer's certificate states it, since a root made elsewhere may have chosen it freely.
     */
    static byte[] issuerKeyIdentifier(X509Certificate issuer) throws NoSuchAlgorithmException {
        byte[] stated = issuer.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return stated == null
                ? keyIdentifier(issuer.getPublicKey()).getKeyIdentifier()
                : SubjectKeyIdentifier.getInstance(
                                ASN1OctetString.getInstance(stated).getOctets())
                        .getKeyIdentifier();
    }
}
