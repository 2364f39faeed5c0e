package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.KeyFiles;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.PkiLock;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.files.RotationState;
import dev.meshgen.pki.files.Staging;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.x509.CertificateRequest;
import dev.meshgen.pki.x509.SigningKey;
import dev.meshgen.pki.x509.TrustedRoot;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Intermediates that are signed elsewhere: by a root that is kept offline, or in a company's own
 * infrastructure.
 */
final class SigningRequests {
    private final PkiEnvironment environment;
    private final PkiFolders folders;
    private final PublicFiles files;
    private final CertificatePlan plan;
    private final Intermediates intermediates;
    private final Staging staging;

    /**
     * An answer.
     *
     * @param file that messages name
     */
    record Given(Path file, Supplier<Outcome<List<X509Certificate>>> certificates) {}

    SigningRequests(PkiEnvironment environment, CertificatePlan plan) {
        this.environment = environment;
        this.folders = environment.folders();
        this.files = environment.publicFiles();
        this.plan = plan;
        this.intermediates = new Intermediates(plan, folders);
        this.staging = new Staging(folders, plan);
    }

    Outcome<Path> request(String name) {
        return locked(name, planned -> {
            Layout layout = layout(planned);
            return layout.staged().isEmpty()
                    ? request(planned, layout)
                    : staging.resume(stepOf(planned), () -> request(planned, layout));
        });
    }

    /** Deletes a request that waits, and the key that it is for. */
    Outcome<Path> abandon(String name) {
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> intermediates.named(name))
                        .then(this::abandon));
    }

    private Outcome<Path> abandon(PlannedCertificate planned) {
        Layout layout = layout(planned);
        Path request = layout.publicFile(planned, planned.requestFile());
        Outcome<Boolean> gone =
                layout.staged().isEmpty() ? deleted(planned, layout, request) : discarded(planned, request);
        return gone.then(found -> found ? Outcome.of(request) : Outcome.failure(missing(planned, request)));
    }

    private Outcome<Boolean> deleted(PlannedCertificate planned, Layout layout, Path request) {
        return files.has(request)
                ? files.delete(request)
                        .then(gone -> environment.keyFiles().delete(layout.key(planned)))
                        .map(gone -> true)
                : Outcome.of(false);
    }

    /** A killed run may have deleted the request and left the mark of the step. */
    private Outcome<Boolean> discarded(PlannedCertificate planned, Path request) {
        String step = stepOf(planned);
        return staging.unfinished()
                .then(begun -> files.has(request) || begun.filter(step::equals).isPresent()
                        ? staging.discard(step::equals).map(gone -> true)
                        : Outcome.of(false));
    }

    private static Diagnostic missing(PlannedCertificate planned, Path request) {
        return Diagnostic.error(
                "pki-request-missing",
                request,
                "No request of " + planned.title() + " waits.",
                "There is nothing to abandon.");
    }

    /** The caller holds the lock. */
    Outcome<Path> request(PlannedCertificate planned, Layout layout) {
        Path file = layout.publicFile(planned, planned.requestFile());
        return files.has(file)
                ? requireOwn(planned, layout, file).map(request -> file)
                : key(planned, layout)
                        .map(key -> CertificateRequest.of(planned, key, environment.random()))
                        .then(request -> files.write(file, request.pem()));
    }

    /** A request that came with a pull request would have somebody else's key signed. */
    private Outcome<CertificateRequest> requireOwn(PlannedCertificate planned, Layout layout, Path file) {
        Path keyFile = layout.key(planned);
        return environment.keyFiles().has(keyFile)
                ? environment
                        .keyFiles()
                        .read(keyFile)
                        .then(key -> read(file)
                                .then(request -> request.isFor(key.publicKey())
                                        ? Outcome.of(request)
                                        : Outcome.failure(notOurs(file, "isn't for key `" + keyFile + "`"))))
                : Outcome.failure(notOurs(file, "is here without its key `" + keyFile + "`"));
    }

    private Outcome<CertificateRequest> read(Path file) {
        return files.read(file).then(pem -> CertificateRequest.read(file, pem));
    }

    private static Diagnostic notOurs(Path file, String fact) {
        return Diagnostic.error(
                "pki-request-foreign",
                file,
                "Request `" + file + "` " + fact + ".",
                "Run the command on the machine where the request was made; if it was made here, find out who"
                        + " changed it, delete it, and run `meshgen ca request` again.");
    }

    private Outcome<SigningKey> key(PlannedCertificate planned, Layout layout) {
        KeyFiles keys = environment.keyFiles();
        return keys.has(layout.key(planned))
                ? keys.read(layout.key(planned))
                : new KeyMaker(environment, plan, layout).make(planned);
    }

    /** Whether a request was made and isn't answered. */
    boolean isWaiting(String name) {
        return intermediates
                .named(name)
                .value()
                .filter(planned -> files.has(layout(planned).publicFile(planned, planned.requestFile())))
                .isPresent();
    }

    Outcome<Imported> accept(String name, Path signed) {
        return accept(name, new Given(signed, () -> PublicFiles.certificatesGiven(signed)));
    }

    Outcome<Imported> accept(String name, Given signed) {
        ExternalRotation rotation = new ExternalRotation(environment, plan);
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> rotation.isUnderWay()
                                ? intermediates.named(name).then(planned -> acceptInto(rotation, planned, signed))
                                : requireNoRotation(name)
                                        .then(planned -> accept(planned, signed))
                                        .map(this::imported)));
    }

    private Outcome<PlannedCertificate> accept(PlannedCertificate planned, Given signed) {
        return signed.certificates()
                .get()
                .then(given -> isAccepted(planned, given.get(0))
                        ? Outcome.of(planned)
                        : accept(new SignedAnswer(planned, layout(planned), signed.file(), given)));
    }

    private Outcome<Imported> acceptInto(ExternalRotation rotation, PlannedCertificate planned, Given signed) {
        return signed.certificates()
                .get()
                .map(given -> new SignedAnswer(planned, rotation.layout(), signed.file(), given))
                .then(answer -> staging.resume(
                        ExternalRotation.REQUESTS,
                        () -> requireRequest(answer).then(request -> rotation.accept(answer))))
                .map(roots -> importedInto(rotation, planned));
    }

    private Imported imported(PlannedCertificate planned) {
        Inventory inventory = Inventory.read(plan, Layout.proper(folders));
        return new Imported(
                folders.publicFiles(new CertificatePlan(List.of(plan.root(), planned), plan.rootKey())),
                TrustedRoot.of(inventory.roots()),
                plan.isRootExternal() ? missing(inventory) : List.of());
    }

    private List<String> missing(Inventory inventory) {
        return plan.intermediates().stream()
                .filter(inventory::lacks)
                .map(PlannedCertificate::name)
                .toList();
    }

    /** What waits for the rotation's next step. */
    private Imported importedInto(ExternalRotation rotation, PlannedCertificate planned) {
        Inventory inventory = Inventory.read(plan, rotation.layout());
        return new Imported(
                planned.publicFiles().stream()
                        .map(relative -> "pki/staged/" + relative)
                        .sorted()
                        .toList(),
                TrustedRoot.of(inventory.roots()),
                missing(inventory));
    }

    private boolean isAccepted(PlannedCertificate planned, X509Certificate given) {
        return Inventory.read(plan, Layout.proper(folders))
                .certificate(planned)
                .filter(given::equals)
                .isPresent();
    }

    private Outcome<PlannedCertificate> accept(SignedAnswer answer) {
        return requireRequest(answer)
                .then(request -> requireOnlyOurs(answer))
                .then(ours -> roots(answer))
                .then(roots -> answer.examine(
                        folders.publicFile(plan.root().certificateFile()),
                        roots,
                        environment.clock().instant()))
                .then(roots -> write(answer, roots));
    }

    private Outcome<CertificateRequest> requireRequest(SignedAnswer answer) {
        Path file = answer.requestFile();
        return files.has(file)
                ? requireOwn(answer.planned(), answer.layout(), file).then(answer::requireFor)
                : Outcome.failure(Diagnostic.error(
                        "pki-request-missing",
                        file,
                        "There is no request `" + file + "` that a certificate could answer.",
                        "Run `meshgen ca request " + answer.planned().name() + "` and have that signed."));
    }

    /** Between the request and its answer, days may pass and branches may be merged. */
    private Outcome<PlannedCertificate> requireOnlyOurs(SignedAnswer answer) {
        PlannedCertificate planned = answer.planned();
        return answer.layout().staged().isEmpty()
                ? Outcome.of(planned)
                : staging.resume(stepOf(planned), () -> Outcome.of(planned));
    }

    /** The mesh's roots, or in a tree without one, those that come with the certificate. */
    private Outcome<List<X509Certificate>> roots(SignedAnswer answer) {
        Path file = folders.publicFile(plan.root().certificateFile());
        return answer.requireOneRoot().then(own -> files.has(file) ? files.certificates(file) : Outcome.of(own));
    }

    private Outcome<PlannedCertificate> write(SignedAnswer answer, List<X509Certificate> roots) {
        PlannedCertificate planned = answer.planned();
        return files.writeOnce(folders.publicFile(plan.root().certificateFile()), roots)
                .then(file -> answer.write(files, answer.chain(roots), roots))
                .then(file -> answer.layout().staged().contains(planned)
                        ? staging.commit(stepOf(planned)).map(done -> planned)
                        : files.delete(answer.requestFile()).map(deleted -> planned));
    }

    private <T> Outcome<T> locked(String name, Function<PlannedCertificate, Outcome<T>> work) {
        return PkiLock.hold(
                folders,
                () -> staging.finish().then(finished -> requireNoRotation(name)).then(work));
    }

    private Outcome<PlannedCertificate> requireNoRotation(String name) {
        return RotationState.requireNone(folders).then(free -> intermediates.named(name));
    }

    /** A certificate that exists stays in use until its successor is imported. */
    private Layout layout(PlannedCertificate planned) {
        Layout proper = Layout.proper(folders);
        return Inventory.read(plan, proper).lacks(planned) ? proper : new Layout(folders, Set.of(planned));
    }

    private static String stepOf(PlannedCertificate planned) {
        return "import " + planned.name() + " FILE";
    }
}
