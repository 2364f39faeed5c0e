package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.x509.TrustChain;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the certificates that a user wants revoked, and which authority has signed each. */
record RevokedCertificates(Inventory inventory, List<X509Certificate> authorities) {
    /** A certificate that its issuer is to revoke. */
    record Revoked(X509Certificate issuer, BigInteger serial) {}

    /** @param text the name of an intermediate, a certificate's file, or a serial number in hex */
    Outcome<Revoked> find(String text) {
        Optional<PlannedCertificate> named = inventory.plan().intermediates().stream()
                .filter(planned -> planned.name().equals(text))
                .findFirst();
        if (named.isPresent()) {
            return inUse(named.get());
        }
        Optional<Path> file = file(text);
        return file.isPresent()
                ? PublicFiles.certificatesGiven(file.get()).then(found -> signed(file.get(), found.get(0)))
                : serial(text);
    }

    private Outcome<Revoked> inUse(PlannedCertificate planned) {
        Path file = inventory.layout().certificate(planned);
        return inventory
                .certificate(planned)
                .map(found -> signed(file, found))
                .orElseGet(() -> Outcome.failure(Diagnostic.error(
                        "pki-certificate-missing",
                        file,
                        "`" + file + "` is missing, so there is nothing of " + planned.title() + " to revoke.",
                        "Give a file with the certificate.")));
    }

    private Outcome<Revoked> signed(Path file, X509Certificate certificate) {
        return TrustChain.issuer(certificate, authorities)
                .filter(issuer -> !issuer.equals(certificate))
                .map(issuer -> Outcome.of(new Revoked(issuer, certificate.getSerialNumber())))
                .orElseGet(() -> Outcome.failure(Diagnostic.error(
                        "pki-crl-foreign",
                        file,
                        "No authority of the mesh has signed the certificate in `" + file + "`.",
                        "Revoke it where it was signed. A root that is no longer trusted is replaced: run `meshgen ca"
                                + " rotate root --status`.")));
    }

    private static Optional<Path> file(String text) {
        try {
            return Optional.of(Path.of(text)).filter(each -> !text.isEmpty() && new PublicFiles(each).has(each));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** As openssl prints it: with or without colons. */
    private Outcome<Revoked> serial(String text) {
        String digits = text.replace(":", "");
        return digits.matches("[0-9A-Fa-f]{1,40}") && !authorities.isEmpty()
                ? Outcome.of(new Revoked(authorities.get(0), new BigInteger(digits, 16)))
                : Outcome.failure(Diagnostic.error(
                        "pki-unknown-name",
                        inventory.layout().folders().publicFolder(),
                        "`" + text + "` is no intermediate of the specification, no file and no serial number.",
                        "Name one of `"
                                + inventory.plan().intermediates().stream()
                                        .map(PlannedCertificate::name)
                                        .collect(Collectors.joining("`, `"))
                                + "`, or a file with the certificate."));
    }
}
