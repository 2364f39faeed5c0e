package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;

/** Finds the intermediates that users name: what another authority may sign. */
record Intermediates(CertificatePlan plan, PkiFolders folders) {
    Outcome<PlannedCertificate> named(String name) {
        return plan.intermediates().stream()
                .filter(planned -> planned.name().equals(name))
                .findFirst()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failure(Diagnostic.error(
                        "pki-unknown-name",
                        folders.publicFolder(),
                        "The specification asks for no intermediate `" + name + "`.",
                        "Name a cluster, or `ingress` where an application is served by TLS.")));
    }
}
