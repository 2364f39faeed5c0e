package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests whose certificates aren't there yet, and what must not be made before they are. */
final class PendingRequests {
    private final Inventory inventory;
    private final CertificatePlan plan;
    private final List<PlannedCertificate> requested;

    PendingRequests(Inventory inventory, PublicFiles files) {
        this.inventory = inventory;
        this.plan = inventory.plan();
        this.requested = plan.intermediates().stream()
                .filter(inventory::lacks)
                .filter(planned -> files.has(request(planned)))
                .toList();
    }

    private Path request(PlannedCertificate planned) {
        return inventory.layout().publicFile(planned, planned.requestFile());
    }

    /** The certificates that nobody may make meanwhile. */
    Set<PlannedCertificate> waiting() {
        return signedElsewhere()
                .flatMap(each -> Stream.concat(Stream.of(each), plan.issuedBy(each).stream()))
                .filter(this::isMissing)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Stream<PlannedCertificate> signedElsewhere() {
        // Where there is no root, it comes with the first answer.
        boolean all = plan.isRootExternal() || !requested.isEmpty() && inventory.lacks(plan.root());
        return all
                ? Stream.concat(Stream.of(plan.root()), plan.intermediates().stream())
                        .filter(this::isMissing)
                : requested.stream();
    }

    private boolean isMissing(PlannedCertificate planned) {
        return inventory.certificateOrChained(planned).isEmpty();
    }

    List<Diagnostic> warnings() {
        Set<PlannedCertificate> others = new HashSet<>(waiting());
        requested.forEach(others::remove);
        return Stream.concat(
                        requested.stream().map(this::pending),
                        plan.issued().stream().filter(others::contains).map(this::waits))
                .toList();
    }

    private Diagnostic pending(PlannedCertificate planned) {
        Path file = request(planned);
        return Diagnostic.warning(
                "pki-request-pending",
                file,
                "Request `" + file + "` of " + planned.title() + " waits for its certificate.",
                "Have it signed and run `meshgen ca import " + planned.name()
                        + " FILE`; to call it off, run `meshgen ca" + " request " + planned.name() + " --abandon`.");
    }

    private Diagnostic waits(PlannedCertificate planned) {
        return Diagnostic.warning(
                "pki-request-pending",
                inventory.layout().certificate(planned),
                "The certificate of " + planned.title() + " isn't made: "
                        + (planned.isAuthority() ? "its root is kept elsewhere." : "what signs it isn't there yet."),
                planned.isAuthority()
                        ? "Run `meshgen ca request " + planned.name() + "`, have that signed and import the answer."
                        : "Import the certificate of " + plan.issuerOf(planned).title()
                                + ", then run `meshgen ca issue`.");
    }
}
