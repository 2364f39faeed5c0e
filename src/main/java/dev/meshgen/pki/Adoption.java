package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.pki.ExistingCertificates.Intermediate;
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
import dev.meshgen.pki.verify.CertificateFacts;
import dev.meshgen.pki.verify.Examination;
import dev.meshgen.pki.x509.TrustedRoot;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Takes over certificates and keys that were made elsewhere: all that is given, or nothing. */
final class Adoption {
    static final String STEP = "adopt";

    private final PkiEnvironment environment;
    private final PkiFolders folders;
    private final PublicFiles files;
    private final KeyFiles keys;
    private final CertificatePlan plan;
    private final Staging staging;

    Adoption(PkiEnvironment environment, CertificatePlan plan) {
        this.environment = environment;
        this.folders = environment.folders();
        this.files = environment.publicFiles();
        this.keys = environment.keyFiles();
        this.plan = plan;
        this.staging = new Staging(folders, plan);
    }

    Outcome<Adopted> adopt(ExistingCertificates given) {
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> RotationState.requireNone(folders))
                        .then(free -> new ExternalRoot(plan.root(), environment).read(given.root()))
                        .then(root -> Outcome.each(given.names(), new Intermediates(plan, folders)::named)
                                .then(named -> requireNew(given, root, named)
                                        .then(lacking ->
                                                lacking.isEmpty() ? Outcome.of(root) : replace(given, root, lacking)))
                                .then(done -> adopted(root))));
    }

    Outcome<Boolean> abandon() {
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> staging.requireDiscarded(
                                STEP::equals, "pki-request-missing", "No adoption is unfinished.")));
    }

    /** What isn't there yet of what is given; other certificates in their places are an error. */
    private Outcome<Set<PlannedCertificate>> requireNew(
            ExistingCertificates given, X509Certificate root, List<PlannedCertificate> named) {
        Inventory inventory = Inventory.read(plan, Layout.proper(folders));
        Set<PlannedCertificate> lacking = new HashSet<>();
        return requireNew(inventory, plan.root(), root, lacking)
                .then(fine -> Outcome.each(
                        named,
                        planned -> PublicFiles.certificatesGiven(
                                        intermediate(given, planned).chain())
                                .then(chain -> requireNew(inventory, planned, chain.get(0), lacking))))
                .map(all -> {
                    if (given.rootKey().isPresent()
                            && !keys.has(folders.keyFile(plan.root().keyFile()))) {
                        lacking.add(plan.root());
                    }
                    return lacking;
                });
    }

    private Outcome<PlannedCertificate> requireNew(
            Inventory inventory, PlannedCertificate planned, X509Certificate given, Set<PlannedCertificate> lacking) {
        Path file = inventory.layout().certificate(planned);
        if (!files.has(file)) {
            lacking.add(planned);
            return Outcome.of(planned);
        }
        return inventory.certificate(planned).filter(given::equals).isPresent()
                ? Outcome.of(planned)
                : Outcome.failure(Diagnostic.error(
                        "pki-adopt-exists",
                        file,
                        "`" + file + "` is there already, with another certificate than the one of " + planned.title()
                                + " that is given.",
                        "Move folder `pki` away if nothing in it is in use; if it is, rotate instead of adopting."));
    }

    private static Intermediate intermediate(ExistingCertificates given, PlannedCertificate planned) {
        return Objects.requireNonNull(given.intermediates().get(planned.name()));
    }

    private Outcome<X509Certificate> replace(
            ExistingCertificates given, X509Certificate root, Set<PlannedCertificate> lacking) {
        return staging.run(STEP, () -> stage(given, root, lacking))
                .then(staged -> staging.commit(STEP))
                .then(done -> Outcome.of(root, examined(Layout.proper(folders))));
    }

    private Outcome<Layout> stage(ExistingCertificates given, X509Certificate root, Set<PlannedCertificate> lacking) {
        Layout layout = new Layout(folders, lacking);
        AdoptedFiles adopted = new AdoptedFiles(environment, plan, layout, given.root(), root);
        List<PlannedCertificate> intermediates =
                plan.intermediates().stream().filter(lacking::contains).toList();
        return (lacking.contains(plan.root()) ? adopted.root(given.rootKey()) : Outcome.of(root))
                .then(first -> Outcome.each(
                        intermediates, planned -> adopted.intermediate(planned, intermediate(given, planned))))
                .then(all -> Outcome.of(layout, errors(given, layout)));
    }

    /**
     * Errors name the files that were given: the staged ones are gone when somebody reads it.
     * Warnings wait until the files are in their places, and name those.
     */
    private List<Diagnostic> errors(ExistingCertificates given, Layout layout) {
        UnaryOperator<String> named = given.named(plan, layout);
        return examined(layout).stream()
                .filter(Diagnostic::isError)
                .map(error -> error.renamed(named))
                .distinct()
                .toList();
    }

    private List<Diagnostic> examined(Layout layout) {
        CertificateFacts facts = new CertificateFacts(environment.clock().instant(), Severity.ERROR);
        return new Examination(facts)
                .examine(Inventory.read(plan, layout)).stream()
                        .sorted()
                        .distinct()
                        .toList();
    }

    private Outcome<Adopted> adopted(X509Certificate root) {
        Inventory inventory = Inventory.read(plan, Layout.proper(folders));
        return Outcome.of(new Adopted(
                folders.publicFilesThere(plan),
                TrustedRoot.of(root),
                plan.intermediates().stream()
                        .filter(inventory::lacks)
                        .map(PlannedCertificate::name)
                        .toList(),
                keys.has(folders.keyFile(plan.root().keyFile()))));
    }
}
