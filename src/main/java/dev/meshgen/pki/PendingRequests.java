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

/** Requests whose certificates aren't there yet, and what can't be made before they are. */
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
        if (requested.isEmpty()) {
            return Set.of();
        }
        // Where there is no root, it comes with the first answer.
        Stream<PlannedCertificate> wait = inventory.lacks(plan.root())
                ? plan.certificates().stream()
                : requested.stream().flatMap(each -> Stream.concat(Stream.of(each), plan.issuedBy(each).stream()));
        return wait.filter(inventory::lacks).collect(Collectors.toUnmodifiableSet());
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
                "The certificate of " + planned.title() + " isn't made while a request waits for what signs it.",
                planned.isAuthority()
                        ? "Run `meshgen ca request " + planned.name()
                                + "`, or import the root with another answer first."
                        : "Import the answer to the request, then run `meshgen ca issue`.");
    }
}
