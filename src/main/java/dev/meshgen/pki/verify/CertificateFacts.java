package dev.meshgen.pki.verify;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.x509.DistinguishedName;
import dev.meshgen.pki.x509.KeyType;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Compares one certificate with what was planned. */
public final class CertificateFacts {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final int DNS_NAME = 2;
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private final Instant now;
    private final Severity expiry;

    /**
     * @param expiry what it is that a certificate has expired: generating a tree must not start to
     * fail overnight
     */
    public CertificateFacts(Instant now, Severity expiry) {
        this.now = now;
        this.expiry = expiry;
    }

    public List<Diagnostic> check(PlannedCertificate planned, Path file, X509Certificate certificate) {
        List<Diagnostic> found = new ArrayList<>();
        validity(planned, file, certificate).ifPresent(found::add);
        strength(file, certificate).ifPresent(found::add);
        if (found.isEmpty() && !isRootOfOthers(planned, certificate)) {
            differences(planned, file, certificate).ifPresent(found::add);
        }
        if (planned.isAuthority()) {
            authority(planned, file, certificate).ifPresent(found::add);
        } else {
            server(planned, file, certificate).ifPresent(found::add);
        }
        return found;
    }

    private Optional<Diagnostic> validity(PlannedCertificate planned, Path file, X509Certificate certificate) {
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return Optional.of(Diagnostic.error(
                    "pki-not-yet-valid",
                    file,
                    "Certificate `" + file + "` is valid only from "
                            + certificate.getNotBefore().toInstant() + ".",
                    "Check this machine's clock."));
        }
        if (!now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.empty();
        }
        String message = "Certificate `" + file + "` expired at "
                + certificate.getNotAfter().toInstant() + ".";
        String hint = "Replace it with `meshgen ca rotate " + planned.rotation() + "`.";
        return Optional.of(
                expiry == Severity.ERROR
                        ? Diagnostic.error("pki-expired", file, message, hint)
                        : Diagnostic.warning("pki-expired", file, message, hint));
    }

    private static Optional<Diagnostic> strength(Path file, X509Certificate certificate) {
        boolean weakHash = certificate.getSigAlgName().matches("(?i).*(SHA1|MD5|MD2).*");
        if (KeyType.of(certificate.getPublicKey()).isSound() && !weakHash) {
            return Optional.empty();
        }
        return Optional.of(Diagnostic.error(
                "pki-algorithm",
                file,
                "Certificate `" + file + "` has a key of "
                        + KeyType.of(certificate.getPublicKey()).label() + " and is signed by "
                        + certificate.getSigAlgName() + ".",
                "Use RSA of at least 2048 bits or ECDSA on P-256 or P-384, with SHA-256 or better."));
    }

    /** The specification doesn't describe a root that belongs to a company. */
    private static boolean isRootOfOthers(PlannedCertificate planned, X509Certificate certificate) {
        return planned.role() == Role.ROOT
                && !certificate.getSubjectX500Principal().getName().startsWith("CN=Root CA");
    }

    private static Optional<Diagnostic> differences(
            PlannedCertificate planned, Path file, X509Certificate certificate) {
        String key = KeyType.of(certificate.getPublicKey()).label();
        if (!key.equals(planned.algorithm().toString())) {
            return Optional.of(differs(planned, file, key, planned.algorithm().toString()));
        }
        return DistinguishedName.matches(planned, certificate)
                ? Optional.empty()
                : Optional.of(
                        differs(planned, file, DistinguishedName.text(certificate), DistinguishedName.text(planned)));
    }

    private static Diagnostic differs(PlannedCertificate planned, Path file, String found, String wanted) {
        return Diagnostic.warning(
                "pki-differs",
                file,
                "Certificate `" + file + "` has `" + found + "` where the specification asks for `" + wanted + "`.",
                "This alone does no harm. Change the specification, or replace the certificate: `meshgen ca rotate "
                        + planned.rotation() + "`.");
    }

    private static Optional<Diagnostic> authority(PlannedCertificate planned, Path file, X509Certificate certificate) {
        int pathLength = certificate.getBasicConstraints();
        if (pathLength < 0 || lacksUsage(certificate, KEY_CERT_SIGN)) {
            return Optional.of(Diagnostic.error(
                    "pki-not-authority",
                    file,
                    "Certificate `" + file + "` may not sign others (basic constraints, key usage `keyCertSign`).",
                    "Use the certificate of an authority there."));
        }
        if (planned.role() == Role.ROOT && pathLength == 0) {
            return Optional.of(Diagnostic.error(
                    "pki-path-length",
                    file,
                    "Root `" + file + "` has path length 0, so no intermediate may follow it.",
                    "Use a root without path length, or with at least 1."));
        }
        if (planned.role() != Role.ROOT && pathLength != 0) {
            return Optional.of(Diagnostic.warning(
                    "pki-path-length",
                    file,
                    "Intermediate `" + file + "` isn't limited to path length 0.",
                    "Ask for one that is: istiod signs workloads, not authorities."));
        }
        return Optional.empty();
    }

    private static Optional<Diagnostic> server(PlannedCertificate planned, Path file, X509Certificate certificate) {
        List<String> names = dnsNames(certificate);
        if (!names.containsAll(planned.dnsNames())) {
            return Optional.of(Diagnostic.error(
                    "pki-san",
                    file,
                    "Certificate `" + file + "` is for `" + String.join("`, `", names) + "`, but the host of "
                            + planned.title() + " is `" + String.join("`, `", planned.dnsNames()) + "`.",
                    "Replace it with `meshgen ca rotate " + planned.rotation() + "`."));
        }
        if (lacksUsage(certificate, DIGITAL_SIGNATURE) || !isForServers(certificate)) {
            return Optional.of(Diagnostic.error(
                    "pki-key-usage",
                    file,
                    "Certificate `" + file + "` isn't one for a server (`digitalSignature`, `serverAuth`, no CA).",
                    "Replace it with `meshgen ca rotate " + planned.rotation() + "`."));
        }
        return Optional.empty();
    }

    private static boolean lacksUsage(X509Certificate certificate, int bit) {
        boolean[] usage = certificate.getKeyUsage();
        return usage != null && !usage[bit];
    }

    private static boolean isForServers(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return certificate.getBasicConstraints() < 0 && (purposes == null || purposes.contains(SERVER_AUTH));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    public static List<String> dnsNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(DNS_NAME))
                            .map(name -> (String) name.get(1))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
