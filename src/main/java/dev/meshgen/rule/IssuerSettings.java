package dev.meshgen.rule;

import dev.meshgen.mesh.CertificateAuthority;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A setting of the certificate authority belongs to the issuer that the mesh has. */
final class IssuerSettings implements Rule {
    @Override
    public String id() {
        return "issuer-settings";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        CertificateAuthority authority = mesh.certificateAuthority();
        return authority.foreignSettings().stream()
                .map(key -> Finding.error(
                        Paths.AUTHORITY.key(key),
                        "`" + key + "` has no effect with `issuer: " + authority.issuer() + "`.",
                        hint(authority.issuer())));
    }

    private static String hint(CertificateAuthority.Issuer issuer) {
        return switch (issuer) {
            case MESHGEN -> "Remove it, or set `issuer: certManager`.";
            case CERT_MANAGER -> "Remove it: the settings of the Issuer or ClusterIssuer decide that.";
        };
    }
}
