package dev.meshgen.mesh;

import java.util.List;
import java.util.Optional;

/**
 * An issuer of cert-manager in each cluster, which istio-csr asks for every certificate.
 *
 * @param replicas pods of istio-csr in each cluster
 */
public record CertManager(
        IssuerReference issuerRef, RootCertificate rootCertificate, int replicas, List<String> foreignSettings)
        implements CertificateAuthority {
    /** The API group of cert-manager's own issuers. */
    public static final String GROUP = "cert-manager.io";

    /** The kind that serves every namespace. */
    public static final String CLUSTER_ISSUER = "ClusterIssuer";

    /** The kind that serves its own namespace. */
    public static final String NAMESPACED_ISSUER = "Issuer";

    public CertManager {
        foreignSettings = List.copyOf(foreignSettings);
    }

    /** An issuer that exists in every cluster under one name. */
    public record IssuerReference(String name, String kind, String group) {
        /** Whether it is one of cert-manager's own kinds, rather than another controller's. */
        public boolean isBuiltIn() {
            return group.equals(GROUP);
        }

        /** Kind and group, as kubectl takes them. */
        public String resource() {
            return kind + "." + group;
        }
    }

    /**
     * The Secret of namespace {@code cert-manager} that holds the certificate of the mesh's root.
     */
    public record RootCertificate(String secretName, String key) {}

    /** The chart of istio-csr that the values are for. */
    public String chartVersion() {
        return "v0.17.0";
    }

    /** The newest cert-manager that the objects were checked with. */
    public String certManagerVersion() {
        return "v1.21.2";
    }

    /** The name in istio-csr's own certificate. */
    public String host() {
        return "cert-manager-istio-csr.cert-manager.svc";
    }

    /** Where proxies and istiod ask for certificates. */
    public String address() {
        return host() + ":443";
    }

    /** The folder in istio-csr's pods with the root's certificate. */
    public String rootFolder() {
        return "/var/run/secrets/istio-csr";
    }

    public String rootFile() {
        return rootFolder() + "/" + rootCertificate.key();
    }

    @Override
    public Issuer issuer() {
        return Issuer.CERT_MANAGER;
    }

    @Override
    public Optional<OwnAuthority> own() {
        return Optional.empty();
    }

    @Override
    public Optional<CertManager> certManager() {
        return Optional.of(this);
    }

    @Override
    public String rootLabel() {
        return "One root, cert-manager's";
    }

    @Override
    public String trust() {
        return "cert-manager signs in each cluster (" + issuerRef.kind() + " " + issuerRef.name()
                + "), under one root.";
    }
}
