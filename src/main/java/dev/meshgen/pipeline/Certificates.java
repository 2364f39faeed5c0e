package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.pki.CertificatePlan;
import dev.meshgen.pki.Issuance;
import dev.meshgen.pki.PkiEnvironment;
import dev.meshgen.pki.PkiFolders;
import dev.meshgen.pki.PublicFile;
import java.nio.file.Path;
import java.util.List;

/** A mesh's certificate authority, open for one act. */
record Certificates(CertificatePlan plan, PkiEnvironment environment) {
    private static final int FEWEST_THREADS = 2;

    static Outcome<Certificates> open(Mesh mesh, Path tree, AuthorityRequest request) {
        PkiFolders folders =
                request.keysFolder().map(keys -> PkiFolders.in(tree, keys)).orElseGet(() -> PkiFolders.in(tree));
        PkiEnvironment environment = new PkiEnvironment(
                folders,
                request.clock(),
                request.random(),
                request.passphrases(),
                request.progress(),
                Math.max(FEWEST_THREADS, Runtime.getRuntime().availableProcessors()));
        return CertificatePlan.from(mesh)
                .map(plan -> request.plainRootKey() ? plan.withPlainRootKey() : plan)
                .map(plan -> new Certificates(plan, environment));
    }

    /** Makes what is missing, or puts off the first authority while its root has no passphrase. */
    Outcome<List<PublicFile>> complete() {
        return new Issuance(environment).ensureOrPostpone(plan);
    }
}
