package dev.meshgen.pki;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.PlannedCertificate.Role;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Replaces a certificate and its key by new ones under the same issuer. */
public final class Rotation {
    private final PkiEnvironment environment;
    private final PkiFolders folders;

    public Rotation(PkiEnvironment environment) {
        this.environment = environment;
        this.folders = environment.folders();
    }

    /** Rotates a cluster's intermediate, or that of {@code ingress} with everything it has signed. */
    public Outcome<List<PublicFile>> intermediate(CertificatePlan plan, String name) {
        return rotate(plan, name, PlannedCertificate::isAuthority);
    }

    /** Rotates an application's server certificate. */
    public Outcome<List<PublicFile>> server(CertificatePlan plan, String application) {
        return rotate(plan, application, planned -> planned.role() == Role.SERVER);
    }

    private Outcome<List<PublicFile>> rotate(CertificatePlan plan, String name, Predicate<PlannedCertificate> kind) {
        return PkiFailure.asOutcome(
                folders.publicFolder(),
                () -> PkiLock.hold(folders, () -> {
                    Optional<PlannedCertificate> target = plan.issued().stream()
                            .filter(kind)
                            .filter(planned -> planned.name().equals(name))
                            .findFirst();
                    return replace(plan, target.orElseThrow(() -> unknown(plan, name, kind)));
                }));
    }

    private Outcome<List<PublicFile>> replace(CertificatePlan plan, PlannedCertificate target)
            throws IOException, PkiFailure {
        String step = "rotate " + CertificateFacts.rotation(target);
        Staging staging = new Staging(folders);
        if (staging.finish().filter(step::equals).isPresent()) {
            return Outcome.of(PublicFiles.of(plan, folders));
        }
        requireNoRootRotation(folders);
        Set<PlannedCertificate> replaced = new HashSet<>(plan.issuedBy(target));
        replaced.add(target);
        if (Inventory.read(plan, Layout.proper(folders)).lacks(target)) {
            return new Issuance(environment).ensure(plan);
        }
        staging.begin(step);
        Outcome<Inventory> made = new Issuance(environment).complete(plan, new Layout(folders, replaced));
        if (made.value().isPresent()) {
            staging.commit(step, true);
        }
        List<PublicFile> files = made.value().isPresent() ? PublicFiles.of(plan, folders) : List.of();
        return made.map(inventory -> files);
    }

    /** Between the steps of a root rotation, another rotation would undo what its order guarantees. */
    static void requireNoRootRotation(PkiFolders folders) throws IOException, PkiFailure {
        Optional<RotationState> state = RotationState.read(folders).filter(RotationState::isUnderWay);
        if (state.isPresent()) {
            RootPhase phase = state.get().phase();
            throw new PkiFailure(
                    "pki-rotation-order",
                    folders.publicFile(RotationState.FILE),
                    "A root rotation is under way and stands at `" + phase.label() + "`.",
                    "Go on with `meshgen ca rotate root --step " + phase.next().label() + "` first.");
        }
    }

    private PkiFailure unknown(CertificatePlan plan, String name, Predicate<PlannedCertificate> kind) {
        List<String> known = plan.issued().stream()
                .filter(kind)
                .map(PlannedCertificate::name)
                .toList();
        return new PkiFailure(
                "pki-unknown-name",
                folders.publicFolder(),
                "The specification asks for no such certificate as `" + name + "`.",
                known.isEmpty() ? "There is none to rotate." : "Name one of `" + String.join("`, `", known) + "`.");
    }
}
