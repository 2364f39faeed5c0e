package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.pki.files.GitExposure;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.Leftovers;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.PkiLock;
import dev.meshgen.pki.files.Staging;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.pki.verify.BundleVerification;
import dev.meshgen.pki.verify.RevocationExamination;
import dev.meshgen.pki.verify.RevocationStatus;
import dev.meshgen.pki.verify.StatusReader;
import dev.meshgen.pki.verify.StatusReport;
import dev.meshgen.pki.verify.Verification;
import dev.meshgen.pki.verify.VerificationReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A mesh's certificate authority in an output tree: all that a caller can have it do. Methods that
 * change the tree name the public files that they leave there, relative to the tree and sorted.
 */
public final class Authority {
    private final PkiEnvironment environment;
    private final CertificatePlan plan;

    Authority(PkiEnvironment environment, CertificatePlan plan) {
        this.environment = environment;
        this.plan = plan;
    }

    /** The authority of a mesh whose keys meshgen makes; nothing is read or written yet. */
    public static Outcome<Authority> of(Mesh mesh, Path tree, AuthoritySettings settings) {
        return CertificatePlan.from(mesh)
                .map(plan -> settings.plainRootKey() ? plan.withPlainRootKey() : plan)
                .map(plan -> new Authority(settings.in(tree), plan));
    }

    /** Makes what is missing and keeps what is there; needs no key where nothing is missing. */
    public Outcome<Issued> issue() {
        return warned(new Issuance(environment, plan).ensure());
    }

    /**
     * As {@link #issue}; but a first authority that can't begin without a passphrase is only a
     * warning.
     */
    public Outcome<Issued> issueOrPostpone() {
        return warned(new Issuance(environment, plan).ensureOrPostpone());
    }

    /** Makes the root alone. */
    public Outcome<Issued> issueRoot() {
        return plan.isRootExternal()
                ? Outcome.failure(ExternalRoot.notMade(
                        environment.folders().publicFile(plan.root().certificateFile())))
                : warned(new Issuance(environment, plan.rootOnly(), plan).ensure());
    }

    private Outcome<Issued> warned(Outcome<Issued> outcome) {
        return outcome.then(issued -> issued.made().isEmpty() ? Outcome.of(issued) : checked(issued));
    }

    /** With warnings if git would take the keys, and if revocation lists no longer fit. */
    private <T> Outcome<T> checked(T made) {
        PkiFolders folders = environment.folders();
        List<Diagnostic> warnings = new ArrayList<>(new GitExposure(folders.keysFolder()).warnings());
        new RevocationExamination(environment.clock().instant())
                .examine(plan, Layout.proper(folders))
                .forEach(found -> warnings.add(found.asWarning()));
        return Outcome.of(made, warnings);
    }

    /** @param horizon what expires within it is due */
    public Outcome<StatusReport> status(Duration horizon) {
        return new StatusReader(environment.folders(), environment.clock()).read(plan, horizon);
    }

    /**
     * Removes the files of clusters and applications that the mesh no longer has; their keys are
     * kept with the retired ones.
     */
    public Outcome<List<Path>> prune() {
        PkiFolders folders = environment.folders();
        return PkiLock.hold(
                folders,
                () -> new Staging(folders, plan).finish().then(finished -> new Leftovers(folders, plan).remove()));
    }

    /** What {@link #prune} removes. */
    public Outcome<List<Path>> leftovers() {
        return new Leftovers(environment.folders(), plan).find();
    }

    /** Makes a list of what is revoked, for every authority. */
    public Outcome<List<RevocationStatus>> revoke(Revocation asked) {
        return new RevocationLists(environment, plan).make(asked);
    }

    /** Calls off {@link #revoke}, if it was begun and isn't finished. */
    public Outcome<Boolean> abandonRevocation() {
        return new RevocationLists(environment, plan).abandon();
    }

    /** Proves that certificates and keys are what the mesh asks for and belong together. */
    public Outcome<VerificationReport> verify() {
        return new Verification(environment.folders(), environment.keyFiles(), environment.clock()).verify(plan);
    }

    /** Verifies a folder with the four files that istiod reads, whoever has made them. */
    public Outcome<VerificationReport> verifyBundle(Path folder) {
        return new BundleVerification(folder, environment.keyFiles(), environment.clock()).verify();
    }

    /**
     * Replaces a cluster's intermediate, or that of {@code ingress} with everything it has signed.
     */
    public Outcome<List<String>> rotateIntermediate(String name) {
        return new Rotation(environment, plan)
                .rotate(name, PlannedCertificate::isAuthority)
                .then(this::checked);
    }

    /** Replaces an application's server certificate. */
    public Outcome<List<String>> rotateServer(String application) {
        return new Rotation(environment, plan)
                .rotate(application, planned -> planned.role() == Role.SERVER)
                .then(this::checked);
    }

    /** Calls off {@link #rotateIntermediate}, if it was begun and isn't finished. */
    public Outcome<Boolean> abandonIntermediate(String name) {
        return new Rotation(environment, plan).abandon(name, PlannedCertificate::isAuthority);
    }

    /** Calls off {@link #rotateServer}, if it was begun and isn't finished. */
    public Outcome<Boolean> abandonServer(String application) {
        return new Rotation(environment, plan).abandon(application, planned -> planned.role() == Role.SERVER);
    }

    /** Runs a step of the root's replacement, which must be the next one. */
    public Outcome<List<String>> rotateRoot(RootPhase step) {
        return new RootRotation(environment, plan).advance(step, false).then(this::checked);
    }

    /** As {@link #rotateRoot}, for a root whose key is lost. */
    public Outcome<List<String>> rotateRootWithoutKey(RootPhase step) {
        return new RootRotation(environment, plan).advance(step, true).then(this::checked);
    }

    /** Calls off the root's replacement, while the new root has signed nothing. */
    public Outcome<List<String>> abandonRoot() {
        return new RootRotation(environment, plan).abandon();
    }

    /**
     * Makes an intermediate's key and the request for its certificate, or for the successor of the
     * one it has.
     */
    public Outcome<Path> request(String name) {
        return new SigningRequests(environment, plan).request(name).then(this::checked);
    }

    /** Has a program sign a new request of an intermediate, and imports what it prints. */
    public Outcome<List<Imported>> sign(String name, SigningProgram program) {
        return new ProgramSigning(environment, plan, program).sign(name).then(this::checked);
    }

    /** As {@link #sign}, for all requests of a rotation to another authority's root. */
    public Outcome<List<Imported>> signAll(SigningProgram program) {
        return new ProgramSigning(environment, plan, program).signAll();
    }

    /** Takes over certificates and keys that were made elsewhere. */
    public Outcome<Adopted> adopt(ExistingCertificates given) {
        return new Adoption(environment, plan).adopt(given).then(this::checked);
    }

    /** Calls off {@link #adopt}, if it was begun and isn't finished. */
    public Outcome<Boolean> abandonAdoption() {
        return new Adoption(environment, plan).abandon();
    }

    /** Imports the root of another authority, as the mesh's first or as the next one. */
    public Outcome<Imported> acceptRoot(Path certificate) {
        return new ExternalRotation(environment, plan).importRoot(certificate);
    }

    /** Requests every intermediate anew under the next root, which another authority has made. */
    public Outcome<List<Path>> requestAll() {
        return new ExternalRotation(environment, plan).requestAll().then(this::checked);
    }

    /** Deletes what {@link #requestAll} has made. */
    public Outcome<List<Path>> abandonRequests() {
        return new ExternalRotation(environment, plan).abandonRequests();
    }

    /** Deletes a request that waits, and the key that it is for. */
    public Outcome<Path> abandonRequest(String name) {
        return new SigningRequests(environment, plan).abandon(name);
    }

    /**
     * Imports the signed certificate of a request.
     *
     * @param signed PEM: the intermediate first, then the authorities above it as far as the tree
     *     doesn't know them
     */
    public Outcome<Imported> accept(String name, Path signed) {
        return new SigningRequests(environment, plan).accept(name, signed).then(this::checked);
    }
}
