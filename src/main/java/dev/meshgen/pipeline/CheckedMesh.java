package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.schema.CompleteSpec;

/** A mesh that passed every check, with the specification that it was bound from. */
public record CheckedMesh(Mesh mesh, CompleteSpec spec) {
    private static final SpecPath ISSUER = SpecPath.of("spec", "certificateAuthority", "issuer");

    /** The mesh, or an error where its keys are another issuer's. */
    Outcome<Mesh> requireOwnAuthority() {
        return mesh.certificateAuthority()
                .certManager()
                .map(issuer -> Outcome.<Mesh>failure(Diagnostic.error(
                        "pki-cert-manager",
                        spec.document().spanOf(ISSUER),
                        "cert-manager has the keys of this mesh ("
                                + issuer.issuerRef().kind() + " `"
                                + issuer.issuerRef().name() + "`), so meshgen makes, checks and rotates none.",
                        "Ask cert-manager, or set `issuer: meshgen`.")))
                .orElseGet(() -> Outcome.of(mesh));
    }
}
