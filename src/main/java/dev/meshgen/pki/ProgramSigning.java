package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.SigningRequests.Given;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.x509.CertificatePem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Requests that a program answers at once. */
final class ProgramSigning {
    private final PkiEnvironment environment;
    private final CertificatePlan plan;
    private final SigningRequests requests;
    private final SigningProgram program;

    ProgramSigning(PkiEnvironment environment, CertificatePlan plan, SigningProgram program) {
        this.environment = environment;
        this.plan = plan;
        this.requests = new SigningRequests(environment, plan);
        this.program = program;
    }

    /** Where the program fails, a request that this run has made goes too. */
    Outcome<List<Imported>> sign(String name) {
        boolean waited = requests.isWaiting(name);
        return requests.request(name).then(file -> {
            Outcome<Imported> signed = sign(name, file);
            return signed.value().isPresent() || waited ? signed.map(one -> List.of(one)) : withdrawn(name, signed);
        });
    }

    private Outcome<Imported> sign(String name, Path request) {
        return environment
                .publicFiles()
                .read(request)
                .then(program::sign)
                .then(printed -> requests.accept(
                        name, new Given(program.file(), () -> CertificatePem.read(program.file(), printed))));
    }

    private Outcome<List<Imported>> withdrawn(String name, Outcome<Imported> failed) {
        List<Diagnostic> all = new ArrayList<>(failed.diagnostics());
        all.addAll(requests.abandon(name).diagnostics());
        return Outcome.failure(all.toArray(Diagnostic[]::new));
    }

    /** The requests of a rotation to another authority's root; those that are answered stay so. */
    Outcome<List<Imported>> signAll() {
        ExternalRotation rotation = new ExternalRotation(environment, plan);
        return rotation.requestAll().then(made -> {
            Layout layout = rotation.layout();
            Inventory inventory = Inventory.read(plan, layout);
            List<PlannedCertificate> waiting =
                    plan.intermediates().stream().filter(inventory::lacks).toList();
            return Outcome.each(
                    waiting, planned -> sign(planned.name(), layout.publicFile(planned, planned.requestFile())));
        });
    }
}
