package dev.meshgen.mesh;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An application of the mesh.
 *
 * @param position place in the specification's list, counted from 0
 * @param runsIn names of clusters, sorted
 */
public record Application(
        int position,
        String name,
        String namespace,
        String image,
        int port,
        int servicePort,
        int replicas,
        List<String> runsIn,
        String healthPath,
        int runAsUser,
        List<String> writableFolders,
        SortedMap<String, String> environment,
        Resources resources,
        Optional<Ingress> ingress) {

    private static final int LONGEST_LABEL = 63;

    /** Kubernetes quantities. */
    public record Resources(String cpuRequest, String memoryRequest, String cpuLimit, String memoryLimit) {}

    /** How the application is reached from outside. */
    public record Ingress(String cluster, String host, String path, boolean tls) {}

    /** An empty folder that a container may write to, and the name of its volume. */
    public record WritablePath(String path, String volumeName) {}

    /** The name as a bare word. */
    public Identifier hclName() {
        return new Identifier(name);
    }

    public boolean runsInCluster(Cluster cluster) {
        return runsIn.contains(cluster.name());
    }

    /**
     * Label {@code app.kubernetes.io/version}: the image's tag, else the start of its digest, else latest. A tag may be longer than a
     * label's value, and may begin and end with signs that a label's value can't.
     */
    public String version() {
        String name = image.substring(image.lastIndexOf('/') + 1);
        int digest = name.indexOf("@sha256:");
        int tag = name.indexOf(':');
        if (tag >= 0 && (digest < 0 || tag < digest)) {
            String text = name.substring(tag + 1, digest < 0 ? name.length() : digest);
            return text.substring(0, Math.min(text.length(), LONGEST_LABEL))
                    .replaceAll("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$", "");
        }
        return digest < 0 ? "latest" : name.substring(digest + 8, digest + 20);
    }

    /** Writable folders, each with a volume named after it. */
    public List<WritablePath> writablePaths() {
        return writableFolders.stream()
                .map(folder -> new WritablePath(
                        folder,
                        folder.substring(1).replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** The Service's name in the clusters' DNS. */
    public String serviceHost() {
        return name + "." + namespace + ".svc.cluster.local";
    }

    /** Where other workloads of the mesh call it. */
    public String url() {
        return "http://" + serviceHost() + ":" + servicePort + healthPath;
    }

    /** Where it is reached from outside; nothing where it isn't. */
    public Optional<String> externalUrl() {
        return ingress.map(found -> (found.tls() ? "https://" : "http://") + found.host() + found.path());
    }

    /** The cluster through which it is reached from outside, as a bare word. */
    public Optional<Identifier> ingressCluster() {
        return ingress.map(found -> new Identifier(found.cluster()));
    }

    /** Name of the Job that calls it. */
    public String callJob() {
        return "call-" + name;
    }

    /** Kubernetes secret with the server certificate: the Gateway's credentialName. */
    public String tlsSecret() {
        return name + "-tls";
    }

    /** Key Vault secret with the server certificate's chain. */
    public String tlsCertificateSecret() {
        return name + "-tls-cert";
    }

    /** Key Vault secret with the server certificate's key. */
    public String tlsKeySecret() {
        return name + "-tls-key";
    }

    /** File of the chain where the vault is mounted. */
    public String tlsCertificateAlias() {
        return name + "-tls.crt";
    }

    /** File of the key where the vault is mounted. */
    public String tlsKeyAlias() {
        return name + "-tls.key";
    }

    /** The certificate that clients see: its name in the Key Vault and on the Application Gateway. */
    public String frontendCertificate() {
        return name + "-frontend";
    }

    /** Whether requests from outside come in through this cluster. */
    public boolean isExposedBy(Cluster cluster) {
        return ingress.filter(found -> found.cluster().equals(cluster.name())).isPresent();
    }
}
