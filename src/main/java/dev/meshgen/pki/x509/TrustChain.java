package dev.meshgen.pki.x509;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a certificate leads to a trusted root, each certificate signed by the next and within its
 * time.
 */
public final class TrustChain {
    /**
     * Tools that give root and intermediate the same number of days sign the intermediate later.
     */
    private static final Duration TOLERATED = Duration.ofDays(1);

    private TrustChain() {}

    /**
     * What is wrong with a chain.
     *
     * @param chain the certificate first; roots at its end are ignored, since only the trusted ones
     *     count
     * @param rootFile where the trusted ones are
     */
    public static List<Diagnostic> check(
            Path file, List<X509Certificate> chain, Path rootFile, List<X509Certificate> roots) {
        return check(file, chain, roots).stream()
                .map(found -> found.withNote(SourceSpan.wholeFile(rootFile.toString()), TrustedRoot.note(roots)))
                .toList();
    }

    private static List<Diagnostic> check(Path file, List<X509Certificate> chain, List<X509Certificate> roots) {
        List<X509Certificate> path =
                chain.stream().filter(each -> !isSelfSigned(each)).toList();
        if (path.isEmpty()) {
            return List.of(broken(file, "contains only self-signed certificates"));
        }
        Optional<String> fault = ChainFault.of(path, roots);
        if (fault.isPresent()) {
            return List.of(broken(file, "doesn't lead to a trusted root: " + fault.get()));
        }
        List<X509Certificate> whole = new ArrayList<>(path);
        issuer(path.get(path.size() - 1), roots).ifPresent(whole::add);
        List<Diagnostic> found = new ArrayList<>();
        for (int i = 0; i + 1 < whole.size(); i++) {
            within(file, whole.get(i), whole.get(i + 1)).ifPresent(found::add);
            longEnough(file, whole, i + 1).ifPresent(found::add);
        }
        return found;
    }

    /**
     * From a certificate up to one of the roots, by way of known issuers; empty if one is unknown.
     */
    public static Optional<List<X509Certificate>> build(
            X509Certificate certificate, List<X509Certificate> known, List<X509Certificate> roots) {
        List<X509Certificate> chain = new ArrayList<>(List.of(certificate));
        for (X509Certificate last = certificate; ; last = chain.get(chain.size() - 1)) {
            Optional<X509Certificate> root = issuer(last, roots);
            if (root.isPresent()) {
                chain.add(root.get());
                return Optional.of(chain);
            }
            Optional<X509Certificate> next = issuer(last, known).filter(each -> !chain.contains(each));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            chain.add(next.get());
        }
    }

    public static Optional<X509Certificate> issuer(X509Certificate certificate, List<X509Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> isSignedBy(certificate, candidate))
                .findFirst();
    }

    public static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && isSignedBy(certificate, certificate);
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A path ends at a workload: an authority that is proved here is not its last certificate. */
    private static Optional<Diagnostic> longEnough(Path file, List<X509Certificate> whole, int index) {
        X509Certificate issuer = whole.get(index);
        return whole.get(0).getBasicConstraints() < 0 || issuer.getBasicConstraints() >= index
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                        "pki-path-length",
                        file,
                        "`" + subject(issuer) + "`, above `" + subject(whole.get(0)) + "` in `" + file
                                + "`, has path length " + issuer.getBasicConstraints() + ", and " + index
                                + " is needed.",
                        "Have its issuer give it a greater path length, or none; until then nobody accepts workloads under"
                                + " the chain."));
    }

    private static Optional<Diagnostic> within(Path file, X509Certificate certificate, X509Certificate issuer) {
        boolean early = certificate.getNotBefore().before(issuer.getNotBefore());
        if (!early && !certificate.getNotAfter().after(issuer.getNotAfter())) {
            return Optional.empty();
        }
        if (early) {
            return Optional.of(Diagnostic.error(
                    "pki-outlives-issuer",
                    file,
                    "`" + subject(certificate) + "` in `" + file + "` is valid from "
                            + certificate.getNotBefore().toInstant() + ", and its issuer `" + subject(issuer)
                            + "` only from "
                            + issuer.getNotBefore().toInstant() + ".",
                    "Replace the certificate: nobody accepts it before its issuer is valid."));
        }
        return Optional.of(outlives(file, certificate, issuer));
    }

    private static Diagnostic outlives(Path file, X509Certificate certificate, X509Certificate issuer) {
        Instant end = certificate.getNotAfter().toInstant();
        Instant issuersEnd = issuer.getNotAfter().toInstant();
        String message = "`" + subject(certificate) + "` in `" + file + "` is valid until " + end + ", and its issuer `"
                + subject(issuer) + "` only until " + issuersEnd + ".";
        return Duration.between(issuersEnd, end).compareTo(TOLERATED) <= 0
                ? Diagnostic.warning(
                        "pki-outlives-issuer",
                        file,
                        message,
                        "It works until its issuer expires: replace that before " + issuersEnd + ".")
                : Diagnostic.error(
                        "pki-outlives-issuer",
                        file,
                        message,
                        "Replace the certificate: everything under it fails at once when the issuer expires.");
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    private static Diagnostic broken(Path file, String fact) {
        return Diagnostic.error(
                "pki-chain",
                file,
                "Chain `" + file + "` " + fact + ".",
                "Restore the file from version control, or replace the certificate with `meshgen ca rotate`.");
    }
}
