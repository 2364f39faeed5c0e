package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.CertManager;
import dev.meshgen.mesh.Mesh;
import java.util.Set;
import java.util.stream.Stream;

/** The kind of cert-manager's issuer exists, and serves each namespace that has a certificate. */
final class IssuerKind implements Rule {
    private static final SpecPath KIND =
            Paths.AUTHORITY.key("certManager").key("issuerRef").key("kind");

    @Override
    public String id() {
        return "issuer-kind";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.certificateAuthority().certManager().stream()
                .map(CertManager::issuerRef)
                .filter(CertManager.IssuerReference::isBuiltIn)
                .flatMap(issuer -> Stream.concat(unknown(issuer.kind()), elsewhere(mesh, issuer)));
    }

    private static Stream<Finding> unknown(String kind) {
        return Set.of(CertManager.CLUSTER_ISSUER, CertManager.NAMESPACED_ISSUER).contains(kind)
                ? Stream.empty()
                : Stream.of(Finding.error(
                        KIND,
                        "Group `cert-manager.io` has no kind `" + kind + "` of issuer.",
                        "Use `ClusterIssuer` or `Issuer`, or set `group` to that of the other controller."));
    }

    private static Stream<Finding> elsewhere(Mesh mesh, CertManager.IssuerReference issuer) {
        return mesh.applications().stream()
                .filter(application -> issuer.kind().equals(CertManager.NAMESPACED_ISSUER))
                .filter(application ->
                        application.ingress().filter(Application.Ingress::tls).isPresent())
                .map(application -> Finding.error(
                                Paths.ingress(application).key("tls"),
                                "The certificate of application `" + application.name()
                                        + "` is in namespace istio-ingress, and an Issuer of istio-system doesn't"
                                        + " serve it.",
                                "Use a ClusterIssuer, or `tls: none`.")
                        .seeAlso(KIND, "the kind of the issuer is set here."));
    }
}
