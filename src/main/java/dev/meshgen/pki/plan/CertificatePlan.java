package dev.meshgen.pki.plan;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.OwnAuthority;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every certificate that a mesh needs.
 *
 * @param certificates the root first, then the intermediates, then what the ingress intermediate
 *     signs
 */
public record CertificatePlan(List<PlannedCertificate> certificates, RootKey rootKey) {
    public CertificatePlan {
        certificates = List.copyOf(certificates);
    }

    /** The plan of a mesh whose keys meshgen makes. */
    public static Outcome<CertificatePlan> from(Mesh mesh) {
        List<PlannedCertificate> all = new ArrayList<>();
        all.add(authority(mesh, Role.ROOT, "root"));
        mesh.clusters().forEach(cluster -> all.add(authority(mesh, Role.CLUSTER, cluster.name())));
        List<PlannedCertificate> servers = mesh.applications().stream()
                .flatMap(application -> server(mesh, application).stream())
                .toList();
        // A key that may sign and has nothing to sign is only a risk.
        if (!servers.isEmpty()) {
            all.add(authority(mesh, Role.INGRESS, "ingress"));
        }
        all.addAll(servers);
        return Outcome.of(new CertificatePlan(all, RootKey.of(settings(mesh))));
    }

    private static OwnAuthority settings(Mesh mesh) {
        return mesh.certificateAuthority().own().orElseThrow();
    }

    private static PlannedCertificate authority(Mesh mesh, Role role, String name) {
        OwnAuthority settings = settings(mesh);
        String revision = "istiod-" + mesh.istio().revision() + ".istio-system.svc";
        return new PlannedCertificate(
                role,
                name,
                settings.keyAlgorithm(),
                settings.organization(),
                role == Role.CLUSTER ? List.of("istiod.istio-system.svc", revision) : List.of(),
                role == Role.ROOT
                        ? settings.validity().root()
                        : settings.validity().intermediate());
    }

    private static Optional<PlannedCertificate> server(Mesh mesh, Application application) {
        OwnAuthority settings = settings(mesh);
        return application
                .ingress()
                .filter(Application.Ingress::tls)
                .map(ingress -> new PlannedCertificate(
                        Role.SERVER,
                        application.name(),
                        settings.keyAlgorithm(),
                        settings.organization(),
                        List.of(ingress.host()),
                        settings.validity().server()));
    }

    /** The same plan with the root's key written in the clear: for the flag that asks for it. */
    public CertificatePlan withPlainRootKey() {
        return isRootExternal() ? this : new CertificatePlan(certificates, RootKey.PLAIN);
    }

    /** The root alone: all that is needed on a machine that keeps only the root's key. */
    public CertificatePlan rootOnly() {
        return new CertificatePlan(List.of(root()), rootKey);
    }

    public boolean rootKeyEncrypted() {
        return rootKey == RootKey.ENCRYPTED;
    }

    public boolean isRootExternal() {
        return rootKey == RootKey.EXTERNAL;
    }

    public PlannedCertificate root() {
        return certificates.get(0);
    }

    /** Everything but the root. */
    public List<PlannedCertificate> issued() {
        return certificates.subList(1, certificates.size());
    }

    /** The clusters' intermediates, sorted by cluster. */
    public List<PlannedCertificate> clusters() {
        return withRole(Role.CLUSTER);
    }

    /** What another authority may sign: the clusters' intermediates and the ingress one. */
    public List<PlannedCertificate> intermediates() {
        return issued().stream().filter(PlannedCertificate::isAuthority).toList();
    }

    public List<PlannedCertificate> withRole(Role role) {
        return certificates.stream().filter(each -> each.role() == role).toList();
    }

    /**
     * The revocation lists, then the copy of them for each cluster; relative to the public folder.
     */
    public List<String> revocationListFiles() {
        return certificates.stream()
                .flatMap(each -> each.revocationListFile().stream())
                .toList();
    }

    /** What signs a certificate: the root signs itself. */
    public PlannedCertificate issuerOf(PlannedCertificate certificate) {
        return certificate.role() == Role.SERVER ? withRole(Role.INGRESS).get(0) : root();
    }

    public List<PlannedCertificate> issuedBy(PlannedCertificate issuer) {
        return issued().stream().filter(each -> issuerOf(each).is(issuer)).toList();
    }
}
