package dev.meshgen.pki.x509;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.jcajce.JcaX509CRLHolder;

/** What an authority has revoked (X.509 v2). */
public final class RevocationList {
    private static final String LABEL = "X509 CRL";
    private static final Comparator<RevocationList> AGE =
            Comparator.comparing(RevocationList::number).thenComparing(RevocationList::from);

    private final X509CRL list;

    RevocationList(X509CRL list) {
        this.list = list;
    }

    /** The lists of a file, at least one. */
    public static Outcome<List<RevocationList>> read(Path file, byte[] pem) {
        return PemText.read(file, pem).then(blocks -> Outcome.each(blocks, block -> list(file, block)));
    }

    private static Outcome<RevocationList> list(Path file, PemText.Block block) {
        if (!block.label().equals(LABEL)) {
            return Outcome.failure(MisplacedBlock.in(file, block, "revocation lists"));
        }
        try {
            X509CRL found = (X509CRL)
                    CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(block.content()));
            RevocationList list = new RevocationList(found);
            // Java decodes less strictly than Bouncy Castle, which has to read these parts later.
            list.holder();
            list.number();
            return Outcome.of(list);
        } catch (GeneralSecurityException | RuntimeException e) {
            return Outcome.failure(Diagnostic.error(
                    "pki-malformed",
                    file,
                    "`" + file + "` contains a block that isn't an X.509 revocation list.",
                    "Restore the file from version control or a backup."));
        }
    }

    public static byte[] write(List<RevocationList> lists) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (RevocationList each : lists) {
            text.writeBytes(PemText.write(LABEL, each.encoded()));
        }
        return text.toByteArray();
    }

    /** The newest list of an authority. */
    public static Optional<RevocationList> newest(List<RevocationList> lists, X509Certificate authority) {
        return lists.stream().filter(each -> each.isSignedBy(authority)).max(AGE);
    }

    public boolean isSignedBy(X509Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return list.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    /** The authority, as text. */
    public String issuer() {
        return list.getIssuerX500Principal().getName();
    }

    /** How many lists its authority has made; 0 where it doesn't say. */
    public BigInteger number() {
        Extension found = holder().getExtension(Extension.cRLNumber);
        return found == null
                ? BigInteger.ZERO
                : ASN1Integer.getInstance(found.getParsedValue()).getValue();
    }

    public Instant from() {
        return list.getThisUpdate().toInstant();
    }

    /** From then on nobody accepts it; empty if it never ends. */
    public Optional<Instant> nextUpdate() {
        return Optional.ofNullable(list.getNextUpdate()).map(Date::toInstant);
    }

    public boolean isExpired(Instant now) {
        return nextUpdate().filter(end -> !end.isAfter(now)).isPresent();
    }

    public boolean revokes(BigInteger serial) {
        return list.getRevokedCertificate(serial) != null;
    }

    /** How many certificates it revokes. */
    public int size() {
        return Optional.ofNullable(list.getRevokedCertificates())
                .map(entries -> entries.size())
                .orElse(0);
    }

    X509CRLHolder holder() {
        try {
            return new JcaX509CRLHolder(list);
        } catch (CRLException e) {
            throw new IllegalStateException("It was decoded before", e);
        }
    }

    private byte[] encoded() {
        try {
            return list.getEncoded();
        } catch (CRLException e) {
            throw new IllegalStateException("It was decoded before", e);
        }
    }
}
