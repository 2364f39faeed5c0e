package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.PkiLock;
import dev.meshgen.pki.files.RotationState;
import dev.meshgen.pki.files.Staging;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Replaces a certificate and its key by new ones under the same issuer. */
final class Rotation {
    private final PkiFolders folders;
    private final CertificatePlan plan;
    private final Issuance issuance;
    private final Staging staging;

    Rotation(PkiEnvironment environment, CertificatePlan plan) {
        this.folders = environment.folders();
        this.plan = plan;
        this.issuance = new Issuance(environment, plan);
        this.staging = new Staging(folders, plan);
    }

    /** @param kind of certificate that the name is one of */
    Outcome<List<String>> rotate(String name, Predicate<PlannedCertificate> kind) {
        return PkiLock.hold(folders, () -> find(name, kind).then(this::rotate));
    }

    /** Calls off the replacement of a certificate that was begun and isn't finished. */
    Outcome<Boolean> abandon(String name, Predicate<PlannedCertificate> kind) {
        return PkiLock.hold(
                folders,
                () -> find(name, kind)
                        .then(target -> staging.requireDiscarded(
                                ("rotate " + target.rotation())::equals,
                                "pki-rotation-order",
                                "No rotation of " + target.title() + " is unfinished.")));
    }

    private Outcome<PlannedCertificate> find(String name, Predicate<PlannedCertificate> kind) {
        List<PlannedCertificate> known = plan.issued().stream().filter(kind).toList();
        return known.stream()
                .filter(planned -> planned.name().equals(name))
                .findFirst()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failure(unknown(name, known)));
    }

    /** A certificate of another kind has a command of its own. */
    private Diagnostic unknown(String name, List<PlannedCertificate> known) {
        Optional<PlannedCertificate> other = plan.certificates().stream()
                .filter(planned -> planned.name().equals(name))
                .findFirst();
        String names = known.stream().map(PlannedCertificate::name).collect(Collectors.joining("`, `", "`", "`"));
        return Diagnostic.error(
                "pki-unknown-name",
                folders.publicFolder(),
                other.map(found -> "The certificate of " + found.title() + " is of another kind.")
                        .orElse("The specification asks for no such certificate as `" + name + "`."),
                other.map(found -> "Run `meshgen ca rotate " + found.rotation() + "`.")
                        .orElse(known.isEmpty() ? "There is none to rotate." : "Name one of " + names + "."));
    }

    private Outcome<List<String>> rotate(PlannedCertificate target) {
        String step = "rotate " + target.rotation();
        return staging.finish()
                .then(finished -> finished.filter(step::equals).isPresent()
                        ? Outcome.of(folders.publicFiles(plan))
                        : RotationState.requireNone(folders).then(free -> replaceOrMake(step, target)));
    }

    private Outcome<List<String>> replaceOrMake(String step, PlannedCertificate target) {
        if (Inventory.read(plan, Layout.proper(folders)).lacks(target)) {
            return issuance.completeProper();
        }
        Set<PlannedCertificate> replaced = new HashSet<>(plan.issuedBy(target));
        replaced.add(target);
        return staging.run(step, () -> issuance.complete(new Layout(folders, replaced)))
                .then(made -> staging.commit(step))
                .map(done -> folders.publicFiles(plan));
    }
}
