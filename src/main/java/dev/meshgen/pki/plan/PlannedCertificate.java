package dev.meshgen.pki.plan;

import dev.meshgen.mesh.KeyAlgorithm;
import java.util.List;
import java.util.Optional;

/**
 * A certificate that the mesh needs, as the specification asks for it.
 *
 * @param name of the cluster or application; for the others, what they are
 * @param dnsNames subject alternative names
 */
public record PlannedCertificate(
        Role role, String name, KeyAlgorithm algorithm, String organization, List<String> dnsNames, int validityDays) {

    /** What a certificate is for. */
    public enum Role {
        /** Signs the intermediates. */
        ROOT,
        /** A cluster's istiod signs workloads with it. */
        CLUSTER,
        /** Signs the server certificates of applications. */
        INGRESS,
        /** Served by an ingress gateway for one application. */
        SERVER
    }

    public PlannedCertificate {
        dnsNames = List.copyOf(dnsNames);
    }

    /**
     * Whether both are the same certificate of one plan. A record's own comparison is made by
     * method handles at each start, which takes as long as two keys.
     */
    public boolean is(PlannedCertificate other) {
        return role == other.role && name.equals(other.name);
    }

    public boolean isAuthority() {
        return role != Role.SERVER;
    }

    /**
     * The common name, where the subject has one: X.520 stops at 64 characters, which a host may
     * exceed.
     */
    public Optional<String> commonName() {
        return switch (role) {
            case ROOT -> Optional.of("Root CA");
            case CLUSTER, INGRESS -> Optional.of("Intermediate CA");
            case SERVER -> dnsNames.stream().filter(host -> host.length() <= 64).findFirst();
        };
    }

    /** The locality, which distinguishes the intermediates, as in Istio's own tool. */
    public Optional<String> locality() {
        return role == Role.CLUSTER || role == Role.INGRESS ? Optional.of(name) : Optional.empty();
    }

    /** The certificate, relative to the public folder. */
    public String certificateFile() {
        return switch (role) {
            case ROOT -> "root-cert.pem";
            case CLUSTER, INGRESS -> folder() + "ca-cert.pem";
            case SERVER -> folder() + "tls.crt";
        };
    }

    /** The private key, relative to the keys folder. */
    public String keyFile() {
        return switch (role) {
            case ROOT -> "root-key.pem";
            case CLUSTER, INGRESS -> folder() + "ca-key.pem";
            case SERVER -> folder() + "tls.key";
        };
    }

    public String chainFile() {
        return folder() + "cert-chain.pem";
    }

    public String rootCopyFile() {
        return folder() + "root-cert.pem";
    }

    public String requestFile() {
        return folder() + "ca-cert.csr";
    }

    /** Every file of the certificate in the public folder; the certificate itself comes first. */
    public List<String> publicFiles() {
        return switch (role) {
            case ROOT, SERVER -> List.of(certificateFile());
            case CLUSTER -> List.of(certificateFile(), chainFile(), rootCopyFile());
            case INGRESS -> List.of(certificateFile(), chainFile());
        };
    }

    /**
     * Where the revocation lists of all authorities are, relative to the public folder: beside the
     * root, and for each istiod.
     */
    public Optional<String> revocationListFile() {
        return role == Role.ROOT || role == Role.CLUSTER
                ? Optional.of(folderOrNone() + "ca-crl.pem")
                : Optional.empty();
    }

    /** How messages name it. */
    public String title() {
        return switch (role) {
            case ROOT -> "the root";
            case CLUSTER -> "cluster `" + name + "`";
            case INGRESS -> "the ingress intermediate";
            case SERVER -> "application `" + name + "`";
        };
    }

    /** The arguments of {@code ca rotate} that replace it. */
    public String rotation() {
        return switch (role) {
            case ROOT -> "root --status";
            case CLUSTER, INGRESS -> "intermediate " + name;
            case SERVER -> "server " + name;
        };
    }

    private String folderOrNone() {
        return role == Role.ROOT ? "" : folder();
    }

    private String folder() {
        return role == Role.SERVER ? "applications/" + name + "/" : name + "/";
    }
}
