package dev.meshgen.pki.x509;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs revocation lists. */
public final class RevocationListIssuer {
    private final Clock clock;
    private final SecureRandom random;

    public RevocationListIssuer(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * The successor of an authority's list: with everything that this revokes, and more.
     *
     * @param serials of certificates that the authority has signed
     */
    public RevocationList next(
            X509Certificate authority,
            SigningKey key,
            Optional<RevocationList> previous,
            List<BigInteger> serials,
            Duration validity) {
        try {
            Instant from = clock.instant().minus(CertificateIssuer.SKEW).truncatedTo(ChronoUnit.SECONDS);
            var builder = new X509v2CRLBuilder(new JcaX509CertificateHolder(authority).getSubject(), Date.from(from));
            builder.setNextUpdate(Date.from(from.plus(CertificateIssuer.SKEW).plus(validity)));
            // Two intermediates of a cluster, the old and the new one, differ in nothing but this.
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(CertificateIssuer.issuerKeyIdentifier(authority)));
            BigInteger number = previous.map(RevocationList::number).orElse(BigInteger.ZERO);
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number.add(BigInteger.ONE)));
            previous.ifPresent(list -> builder.addCRL(list.holder()));
            serials.stream()
                    .distinct()
                    .filter(serial ->
                            previous.filter(list -> list.revokes(serial)).isEmpty())
                    .forEach(serial -> builder.addCRLEntry(serial, Date.from(from), CRLReason.unspecified));
            var signer = new JcaContentSignerBuilder(key.type().signatureAlgorithm())
                    .setSecureRandom(random)
                    .build(key.privateKey());
            return new RevocationList(new JcaX509CRLConverter().getCRL(builder.build(signer)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("Can't sign the list of " + authority.getSubjectX500Principal(), e);
        }
    }
}
