package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.files.RotationState;
import dev.meshgen.pki.plan.PlannedCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Requests of intermediates that have a certificate, which stays in use until the answer is there. */
final class SuccessorRequests {
    private final PkiFolders folders;
    private final PublicFiles files;
    private final List<PlannedCertificate> inUse;

    SuccessorRequests(Inventory inventory, PublicFiles files) {
        this.folders = inventory.layout().folders();
        this.files = files;
        this.inUse = inventory.plan().intermediates().stream()
                .filter(planned -> !inventory.lacks(planned))
                .toList();
    }

    List<Diagnostic> warnings() {
        return Stream.concat(
                        inUse.stream().filter(this::isWaiting).map(this::pending),
                        inUse.stream()
                                .filter(planned -> files.has(useless(planned)))
                                .map(this::answered))
                .toList();
    }

    /** In a root's rotation, answers are kept beside their requests until all are there. */
    private boolean isWaiting(PlannedCertificate planned) {
        Layout staged = staged(planned);
        return files.has(request(planned)) && !files.has(staged.certificate(planned));
    }

    private Diagnostic pending(PlannedCertificate planned) {
        Path file = request(planned);
        boolean ofAll = RotationState.requireNone(folders).value().isEmpty();
        return Diagnostic.warning(
                "pki-request-pending",
                file,
                "Request `" + file + "` for the next certificate of " + planned.title()
                        + " waits; the present one stays in use.",
                "Have it signed and run `meshgen ca import " + planned.name() + " FILE`; to call "
                        + (ofAll ? "all requests" : "it") + " off, run `meshgen ca request "
                        + (ofAll ? "root" : planned.name()) + " --abandon`.");
    }

    private Diagnostic answered(PlannedCertificate planned) {
        Path file = useless(planned);
        return Diagnostic.warning(
                "pki-request-pending",
                file,
                "Request `" + file + "` has no use: " + planned.title() + " has its certificate.",
                "Delete the file; for another certificate, run `meshgen ca request " + planned.name() + "`.");
    }

    private Path request(PlannedCertificate planned) {
        return staged(planned).publicFile(planned, planned.requestFile());
    }

    private Path useless(PlannedCertificate planned) {
        return folders.publicFile(planned.requestFile());
    }

    private Layout staged(PlannedCertificate planned) {
        return new Layout(folders, Set.of(planned));
    }
}
