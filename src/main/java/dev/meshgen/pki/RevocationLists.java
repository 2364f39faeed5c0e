package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.RevokedCertificates.Revoked;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.PkiLock;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.files.Staging;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.verify.RevocationExamination;
import dev.meshgen.pki.verify.RevocationStatus;
import dev.meshgen.pki.x509.RevocationList;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the revocation lists of all authorities: every one, since a proxy asks for all of a chain.
 */
final class RevocationLists {
    static final String STEP = "crl";

    private final PkiEnvironment environment;
    private final PkiFolders folders;
    private final PublicFiles files;
    private final CertificatePlan plan;
    private final Staging staging;

    RevocationLists(PkiEnvironment environment, CertificatePlan plan) {
        this.environment = environment;
        this.folders = environment.folders();
        this.files = environment.publicFiles();
        this.plan = plan;
        this.staging = new Staging(folders, plan);
    }

    Outcome<List<RevocationStatus>> make(Revocation asked) {
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> requireAuthority())
                        .then(inventory -> staging.run(STEP, () -> stage(inventory, asked)))
                        .then(lists -> staging.commitWithoutKeys(STEP)
                                .map(done -> RevocationStatus.of(
                                        lists, environment.clock().instant()))));
    }

    Outcome<Boolean> abandon() {
        return PkiLock.hold(
                folders,
                () -> staging.finish()
                        .then(finished -> staging.requireDiscarded(
                                STEP::equals, "pki-request-missing", "No revocation list is unfinished.")));
    }

    private Outcome<Inventory> requireAuthority() {
        Inventory inventory = Inventory.read(plan, Layout.proper(folders));
        Path root = inventory.layout().certificate(plan.root());
        return Outcome.of(inventory, inventory.problems())
                .then(readable -> readable.lacks(plan.root())
                        ? Outcome.failure(Diagnostic.error(
                                "pki-certificate-missing",
                                root,
                                "`" + root + "` is missing, so there is no authority that could revoke anything.",
                                "Run `meshgen ca issue` first."))
                        : Outcome.of(readable));
    }

    private Outcome<List<RevocationList>> stage(Inventory inventory, Revocation asked) {
        List<X509Certificate> authorities = RevocationExamination.authorities(inventory);
        RevokedCertificates revoked = new RevokedCertificates(inventory, authorities);
        Path file = folders.publicFile(plan.revocationListFiles().get(0));
        return Outcome.each(asked.certificates(), revoked::find)
                .then(found -> known(file, asked, authorities)
                        .then(known -> lists(inventory, authorities, known, found, asked)))
                .then(lists -> write(lists).map(written -> lists))
                .then(lists -> Outcome.of(lists, inUse(file, lists, authorities)));
    }

    /** The lists of the tree, and those that were given. */
    private Outcome<List<RevocationList>> known(Path file, Revocation asked, List<X509Certificate> authorities) {
        Outcome<List<RevocationList>> there =
                files.has(file) ? files.revocationLists(file) : Outcome.of(List.<RevocationList>of());
        return there.then(ours -> Outcome.each(asked.lists(), given -> given(given, authorities))
                .map(more -> {
                    List<RevocationList> all = new ArrayList<>(ours);
                    more.forEach(all::addAll);
                    return all;
                }));
    }

    private static Outcome<List<RevocationList>> given(Path file, List<X509Certificate> authorities) {
        return PublicFiles.revocationListsGiven(file)
                .then(
                        lists -> Outcome.each(
                                lists,
                                list -> authorities.stream().anyMatch(list::isSignedBy)
                                        ? Outcome.of(list)
                                        : Outcome.failure(
                                                Diagnostic.error(
                                                        "pki-crl-foreign",
                                                        file,
                                                        "No authority of the mesh has signed the list of `"
                                                                + list.issuer() + "` in `" + file + "`.",
                                                        "Give lists of the root and of the authorities between it and the intermediates."))));
    }

    private Outcome<List<RevocationList>> lists(
            Inventory inventory,
            List<X509Certificate> authorities,
            List<RevocationList> known,
            List<Revoked> revoked,
            Revocation asked) {
        NextList next = new NextList(environment, inventory, known, asked.validity());
        return Outcome.each(
                        authorities,
                        authority -> next.of(
                                authority,
                                revoked.stream()
                                        .filter(each -> each.issuer().equals(authority))
                                        .map(Revoked::serial)
                                        .toList()))
                .map(made -> withFormer(made, known, authorities));
    }

    /**
     * Workloads have certificates of a former intermediate or root for a while: a proxy asks for
     * its list.
     */
    private List<RevocationList> withFormer(
            List<RevocationList> made, List<RevocationList> known, List<X509Certificate> authorities) {
        List<RevocationList> all = new ArrayList<>(made);
        known.stream()
                .filter(each -> authorities.stream().noneMatch(each::isSignedBy))
                .filter(each -> !each.isExpired(environment.clock().instant()))
                .forEach(all::add);
        return all;
    }

    private Outcome<List<Path>> write(List<RevocationList> lists) {
        byte[] text = RevocationList.write(lists);
        return Outcome.each(
                plan.revocationListFiles(),
                relative -> files.writeOnce(folders.staged().publicFile(relative), text));
    }

    private List<Diagnostic> inUse(Path file, List<RevocationList> lists, List<X509Certificate> authorities) {
        return new RevocationExamination(environment.clock().instant())
                .revoked(file, lists, authorities).stream()
                        .map(Diagnostic::asWarning)
                        .toList();
    }
}
