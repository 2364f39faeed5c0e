package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Intermediates that are signed elsewhere: by a root that is kept offline, or in a company's own infrastructure. */
public final class SigningRequests {
    private final PkiEnvironment environment;
    private final PkiFolders folders;

    public SigningRequests(PkiEnvironment environment) {
        this.environment = environment;
        this.folders = environment.folders();
    }

    /** Makes an intermediate's key and the request for its certificate; where there is a certificate, for its successor. */
    public Outcome<Path> request(CertificatePlan plan, String name) {
        return locked(plan, name, planned -> {
            Layout layout = layoutFor(plan, planned, true);
            Path file = layout.publicFile(planned, planned.requestFile());
            if (!Files.exists(file)) {
                SigningKey key = key(planned, layout);
                NewFile.writePublic(file, CertificateRequest.make(planned, key, environment.random()));
            }
            return Outcome.of(file);
        });
    }

    /**
     * Takes over the signed certificate of a request.
     *
     * @param signed PEM: the intermediate first, then the authorities above it as far as the tree doesn't know them
     */
    public Outcome<List<PublicFile>> accept(CertificatePlan plan, String name, Path signed) {
        return locked(plan, name, planned -> {
            List<X509Certificate> given =
                    CertificateFile.read(signed.toAbsolutePath().getParent(), signed.toAbsolutePath());
            if (isAccepted(plan, planned, given.get(0))) {
                return Outcome.of(present(plan, planned));
            }
            Layout layout = layoutFor(plan, planned, false);
            requireOwnKey(planned, layout, given.get(0), signed);
            List<X509Certificate> roots = roots(plan, given);
            List<Diagnostic> findings =
                    new ArrayList<>(new CertificateFacts(environment.clock().instant(), Severity.ERROR)
                            .check(planned, signed, given.get(0)));
            findings.addAll(TrustChain.check(signed, given, roots));
            if (findings.stream().anyMatch(Diagnostic::isError)) {
                return Outcome.of(List.of(), findings);
            }
            write(plan, planned, layout, given, roots);
            List<PublicFile> files = present(plan, planned);
            return Outcome.of(files, findings);
        });
    }

    private boolean isAccepted(CertificatePlan plan, PlannedCertificate planned, X509Certificate given)
            throws IOException {
        Inventory inventory = Inventory.read(plan, Layout.proper(folders));
        return inventory.certificate(planned).filter(given::equals).isPresent();
    }

    private <T> Outcome<T> locked(CertificatePlan plan, String name, Step<T> step) {
        return PkiFailure.asOutcome(
                folders.publicFolder(),
                () -> PkiLock.hold(folders, () -> {
                    new Staging(folders).finish();
                    Rotation.requireNoRootRotation(folders);
                    return step.take(intermediate(plan, name));
                }));
    }

    private interface Step<T> {
        Outcome<T> take(PlannedCertificate planned) throws IOException, PkiFailure;
    }

    private PlannedCertificate intermediate(CertificatePlan plan, String name) throws PkiFailure {
        for (PlannedCertificate planned : plan.intermediates()) {
            if (planned.name().equals(name)) {
                return planned;
            }
        }
        throw new PkiFailure(
                "pki-unknown-name",
                folders.publicFolder(),
                "The specification asks for no intermediate `" + name + "`.",
                "Name a cluster, or `ingress` where an application is served by TLS.");
    }

    private Layout layoutFor(CertificatePlan plan, PlannedCertificate planned, boolean begin)
            throws IOException, PkiFailure {
        Layout proper = Layout.proper(folders);
        if (Inventory.read(plan, proper).lacks(planned)) {
            return proper;
        }
        if (begin) {
            new Staging(folders).begin(stepOf(planned));
        }
        return new Layout(folders, Set.of(planned));
    }

    private static String stepOf(PlannedCertificate planned) {
        return "import " + planned.name() + " FILE";
    }

    private SigningKey key(PlannedCertificate planned, Layout layout) throws IOException, PkiFailure {
        KeyFiles files = new KeyFiles(environment);
        if (Files.exists(layout.key(planned))) {
            return files.read(layout.key(planned));
        }
        return new KeyMaker(environment, files)
                .make(List.of(planned), layout, Optional.empty())
                .values()
                .iterator()
                .next();
    }

    private void requireOwnKey(PlannedCertificate planned, Layout layout, X509Certificate certificate, Path signed)
            throws IOException, PkiFailure {
        Path request = layout.publicFile(planned, planned.requestFile());
        if (!Files.exists(request)) {
            throw new PkiFailure(
                    "pki-request-missing",
                    request,
                    "There is no request `" + request + "` that a certificate could answer.",
                    "Run `meshgen ca request " + planned.name() + "` and have that signed.");
        }
        byte[] asked = CertificateRequest.publicKey(request, FileSafety.read(folders.publicFolder(), request));
        if (!java.util.Arrays.equals(asked, certificate.getPublicKey().getEncoded())) {
            throw new PkiFailure(
                    "pki-key-mismatch",
                    signed,
                    "The first certificate of `" + signed + "` isn't for the key of request `" + request + "`.",
                    "Put the intermediate's own certificate first, signed from exactly this request.");
        }
    }

    /** The mesh's roots, or in a tree without one, those that come with the certificate. */
    private List<X509Certificate> roots(CertificatePlan plan, List<X509Certificate> given)
            throws IOException, PkiFailure {
        Path file = folders.publicFile(plan.root().certificateFile());
        return Files.exists(file)
                ? CertificateFile.read(folders.publicFolder(), file)
                : given.stream().filter(TrustChain::isSelfSigned).toList();
    }

    /** The certificate comes last: while it is missing, the request waits, and the same import can be run again. */
    private void write(
            CertificatePlan plan,
            PlannedCertificate planned,
            Layout layout,
            List<X509Certificate> given,
            List<X509Certificate> roots)
            throws IOException, PkiFailure {
        List<X509Certificate> chain = new ArrayList<>(
                given.stream().filter(each -> !TrustChain.isSelfSigned(each)).toList());
        TrustChain.issuer(chain.get(chain.size() - 1), roots).ifPresent(chain::add);
        writeOnce(folders.publicFile(plan.root().certificateFile()), roots);
        writeOnce(layout.publicFile(planned, planned.chainFile()), chain);
        if (planned.publicFiles().contains(planned.rootCopyFile())) {
            writeOnce(layout.publicFile(planned, planned.rootCopyFile()), roots);
        }
        writeOnce(layout.certificate(planned), List.of(given.get(0)));
        if (layout.staged().contains(planned)) {
            new Staging(folders).commit(stepOf(planned), true);
        } else {
            Files.delete(layout.publicFile(planned, planned.requestFile()));
        }
    }

    private static void writeOnce(Path file, List<X509Certificate> certificates) throws IOException {
        if (!Files.exists(file)) {
            NewFile.writePublic(file, CertificateFile.pem(certificates));
        }
    }

    private List<PublicFile> present(CertificatePlan plan, PlannedCertificate planned) throws IOException, PkiFailure {
        return PublicFiles.of(new CertificatePlan(List.of(plan.root(), planned), plan.rootKeyEncrypted()), folders);
    }
}
