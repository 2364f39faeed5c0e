package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.verify.CertificateFacts;
import dev.meshgen.pki.x509.TrustChain;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** A root that another authority has made, and what is refused because it has the key. */
record ExternalRoot(PlannedCertificate planned, PkiEnvironment environment) {
    private static final String FACT = "The specification says that the root is kept elsewhere (`root: external`), so ";

    /** The certificate of a file that has the root alone. */
    Outcome<X509Certificate> read(Path file) {
        return PublicFiles.certificatesGiven(file).then(given -> requireRoot(file, given));
    }

    private Outcome<X509Certificate> requireRoot(Path file, List<X509Certificate> given) {
        X509Certificate root = given.get(0);
        if (given.size() > 1 || !TrustChain.isSelfSigned(root)) {
            return Outcome.failure(Diagnostic.error(
                    "pki-not-root",
                    file,
                    "`" + file + "` has " + (given.size() == 1 ? "one certificate" : given.size() + " certificates")
                            + " and starts with `"
                            + root.getSubjectX500Principal().getName() + "`, signed by `"
                            + root.getIssuerX500Principal().getName() + "`.",
                    "Give a file with the root's certificate alone."));
        }
        // That it isn't as the specification would make it is no news.
        return Outcome.of(
                root,
                new CertificateFacts(environment.clock().instant(), Severity.ERROR)
                        .check(planned, file, root).stream()
                                .filter(Diagnostic::isError)
                                .toList());
    }

    static Diagnostic notMade(Path file) {
        return Diagnostic.error(
                "pki-external-root",
                file,
                FACT + "meshgen makes none.",
                "Run `meshgen ca request CLUSTER`: the root comes with the first answer. Or set `root: managed`.");
    }

    static Diagnostic notImported(Path file) {
        return Diagnostic.error(
                "pki-external-root",
                file,
                "The root of another authority can't be imported: by the specification meshgen makes the root.",
                "Set `root: external` in `certificateAuthority`; the mesh's present root stays until the rotation is"
                        + " over.");
    }

    static Diagnostic notReplaced(Path file) {
        return Diagnostic.error(
                "pki-external-root",
                file,
                FACT + "meshgen doesn't make its successor.",
                "Run `meshgen ca import root FILE` with the new root's certificate. Or set `root: managed`.");
    }
}
