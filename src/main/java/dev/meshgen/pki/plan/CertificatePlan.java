package dev.meshgen.pki.plan;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.CertificateAuthority;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every certificate that a mesh needs.
 *
 * @param certificates the root first, then the intermediates, then what the ingress intermediate
 *     signs
 */
public record CertificatePlan(List<PlannedCertificate> certificates, boolean rootKeyEncrypted) {
    /** Folders under {@code pki/} that can't belong to a cluster. */
    public static final Set<String> RESERVED_NAMES = Set.of("applications", "ingress", "private", "staged");

    public CertificatePlan {
        certificates = List.copyOf(certificates);
    }

    public static Outcome<CertificatePlan> from(Mesh mesh) {
        List<Diagnostic> clashes = mesh.clusters().stream()
                .filter(cluster -> RESERVED_NAMES.contains(cluster.name()))
                .map(cluster -> Diagnostic.error(
                        "pki-reserved-name",
                        SourceSpan.wholeFile("pki/" + cluster.name()),
                        "Cluster name `" + cluster.name() + "` clashes with a folder of the certificate authority.",
                        "Rename the cluster."))
                .toList();
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
        return Outcome.of(new CertificatePlan(all, mesh.certificateAuthority().rootKeyEncrypted()), clashes);
    }

    private static PlannedCertificate authority(Mesh mesh, Role role, String name) {
        CertificateAuthority settings = mesh.certificateAuthority();
        String revision = "istiod-" + mesh.istio().revision() + ".istio-system.svc";
        return new PlannedCertificate(
                role,
                name,
                settings.keyAlgorithm(),
                settings.organization(),
                role == Role.CLUSTER ? List.of("istiod.istio-system.svc", revision) : List.of(),
                role == Role.ROOT ? settings.rootValidityDays() : settings.intermediateValidityDays());
    }

    private static Optional<PlannedCertificate> server(Mesh mesh, Application application) {
        CertificateAuthority settings = mesh.certificateAuthority();
        return application
                .ingress()
                .filter(Application.Ingress::tls)
                .map(ingress -> new PlannedCertificate(
                        Role.SERVER,
                        application.name(),
                        settings.keyAlgorithm(),
                        settings.organization(),
                        List.of(ingress.host()),
                        settings.serverValidityDays()));
    }

    /** The same plan with the root's key written in the clear: for the flag that asks for it. */
    public CertificatePlan withPlainRootKey() {
        return new CertificatePlan(certificates, false);
    }

    /** The root alone: all that is needed on a machine that keeps only the root's key. */
    public CertificatePlan rootOnly() {
        return new CertificatePlan(List.of(root()), rootKeyEncrypted);
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

    /** What signs a certificate: the root signs itself. */
    public PlannedCertificate issuerOf(PlannedCertificate certificate) {
        return certificate.role() == Role.SERVER ? withRole(Role.INGRESS).get(0) : root();
    }

    public List<PlannedCertificate> issuedBy(PlannedCertificate issuer) {
        return issued().stream().filter(each -> issuerOf(each).equals(issuer)).toList();
    }
}
