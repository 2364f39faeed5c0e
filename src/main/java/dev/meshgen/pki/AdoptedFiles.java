package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.pki.ExistingCertificates.Intermediate;
import dev.meshgen.pki.files.KeyFiles;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.verify.CertificateFacts;
import dev.meshgen.pki.verify.Verification;
import dev.meshgen.pki.x509.TrustChain;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** Copies what was made elsewhere to its places, as far as it is what the plan asks for. */
final class AdoptedFiles {
    private final PkiEnvironment environment;
    private final PublicFiles files;
    private final KeyFiles keys;
    private final CertificatePlan plan;
    private final Layout layout;
    private final Path rootFile;
    private final X509Certificate root;

    AdoptedFiles(PkiEnvironment environment, CertificatePlan plan, Layout layout, Path rootFile, X509Certificate root) {
        this.rootFile = rootFile;
        this.environment = environment;
        this.files = environment.publicFiles();
        this.keys = environment.keyFiles();
        this.plan = plan;
        this.layout = layout;
        this.root = root;
    }

    Outcome<X509Certificate> root(Optional<Path> keyFile) {
        return Outcome.each(keyFile.stream().toList(), this::rootKey)
                .then(copied -> files.writeOnce(layout.certificate(plan.root()), List.of(root)))
                .map(written -> root);
    }

    private Outcome<Path> rootKey(Path keyFile) {
        KeyFiles given = keys.in(keyFile);
        Path target = layout.key(plan.root());
        return given.read(keyFile)
                .then(key -> key.requireMatch(keyFile, root, rootFile))
                .then(key -> given.isEncrypted(keyFile))
                .then(encrypted -> keys.copy(keyFile, target)
                        .then(copied -> Outcome.of(
                                copied,
                                encrypted || !plan.rootKeyEncrypted()
                                        ? List.of()
                                        : List.of(Verification.plainRoot(keyFile)))));
    }

    Outcome<PlannedCertificate> intermediate(PlannedCertificate planned, Intermediate given) {
        return PublicFiles.certificatesGiven(given.chain())
                .then(found -> chain(planned, given.chain(), found))
                .then(chain -> key(planned, given, chain.get(0)).map(copied -> chain))
                .then(chain -> files.writeOnce(layout.publicFile(planned, planned.chainFile()), chain)
                        .then(written -> planned.publicFiles().contains(planned.rootCopyFile())
                                ? files.writeOnce(layout.publicFile(planned, planned.rootCopyFile()), List.of(root))
                                : Outcome.of(written))
                        .then(written -> files.writeOnce(layout.certificate(planned), List.of(chain.get(0)))))
                .map(written -> planned);
    }

    private Outcome<List<X509Certificate>> chain(PlannedCertificate planned, Path file, List<X509Certificate> found) {
        Outcome<X509Certificate> certificate = Outcome.of(
                found.get(0),
                new CertificateFacts(environment.clock().instant(), Severity.ERROR)
                        .check(planned, file, found.get(0)).stream()
                                .filter(Diagnostic::isError)
                                .toList());
        return certificate.then(first -> TrustChain.build(first, found, List.of(root))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.of(found, TrustChain.check(file, found, rootFile, List.of(root)))));
    }

    /** istiod can't open an encrypted key. */
    private Outcome<Path> key(PlannedCertificate planned, Intermediate given, X509Certificate certificate) {
        KeyFiles source = keys.in(given.key());
        return source.isEncrypted(given.key())
                .then(encrypted -> encrypted
                        ? Outcome.failure(Verification.encryptedForIstio(given.key()))
                        : source.read(given.key()))
                .then(key -> key.requireMatch(given.key(), certificate, given.chain()))
                .then(key -> keys.copy(given.key(), layout.key(planned)));
    }
}
