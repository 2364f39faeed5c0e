package dev.meshgen.mesh;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/** An application of the mesh. */
public record Application(
        Id id, Container container, int servicePort, Placement placement, Resources resources, Access access) {

    private static final int LONGEST_LABEL = 63;

    /**
     * Which application it is.
     *
     * @param position place in the specification's list, counted from 0
     */
    public record Id(int position, String name, String namespace) {}

    /** What runs in a pod. */
    public record Container(
            String image,
            int port,
            String healthPath,
            int runAsUser,
            List<String> writableFolders,
            SortedMap<String, String> environment) {
        public Container {
            writableFolders = writableFolders.stream().sorted().toList();
        }
    }

    /**
     * Where pods run.
     *
     * @param clusters names of clusters, as they were written
     * @param replicas in each of them
     */
    public record Placement(List<String> clusters, int replicas) {
        public Placement {
            clusters = List.copyOf(clusters);
        }
    }

    /** Kubernetes quantities. */
    public record Resources(String cpuRequest, String memoryRequest, String cpuLimit, String memoryLimit) {}

    /**
     * Who reaches the application.
     *
     * @param callers names of applications, or {@link #EVERYBODY} alone
     * @param ingress the way from outside
     */
    public record Access(List<String> callers, Optional<Ingress> ingress) {
        /** The caller that means every identity of the mesh. */
        public static final String EVERYBODY = "*";

        public Access {
            callers = List.copyOf(callers);
        }
    }

    /** How the application is reached from outside. */
    public record Ingress(String cluster, String host, String path, Encryption encryption) {
        /** Where requests from outside are encrypted. */
        public enum Encryption {
            NONE("none"),
            END_TO_END("endToEnd");

            private final String text;

            Encryption(String text) {
                this.text = text;
            }

            /** As the specification spells it. */
            @Override
            public String toString() {
                return text;
            }
        }

        public boolean tls() {
            return encryption == Encryption.END_TO_END;
        }

        /** Whether every path of the host is the application's. */
        public boolean isWholeHost() {
            return path.equals("/");
        }

        /** What a path below {@link #path} starts with. */
        public String pathPrefix() {
            return isWholeHost() ? path : path + "/";
        }
    }

    /** An empty directory that a container may write to, and the name of its volume. */
    public record WritablePath(String path, String volumeName) {}

    /** Place in the specification's list, counted from 0. */
    public int position() {
        return id.position();
    }

    public String name() {
        return id.name();
    }

    public String namespace() {
        return id.namespace();
    }

    /** Names of the clusters that run it, sorted. */
    public List<String> runsIn() {
        return placement.clusters().stream().sorted().toList();
    }

    /** The name as a bare word. */
    public Identifier hclName() {
        return new Identifier(name());
    }

    public boolean runsInCluster(Cluster cluster) {
        return placement.clusters().contains(cluster.name());
    }

    /** Whether a call can be answered by another cluster when the nearest one fails. */
    public boolean runsInSeveralClusters() {
        return placement.clusters().size() > 1;
    }

    /**
     * Label {@code app.kubernetes.io/version}: the image's tag, or the start of its digest, or
     * latest. A tag is cut and stripped where it is no valid label value.
     */
    public String version() {
        String image = container.image();
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
        return container.writableFolders().stream()
                .map(folder -> new WritablePath(
                        folder,
                        folder.substring(1).replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** The Service's name in the clusters' DNS. */
    public String serviceHost() {
        return name() + "." + namespace() + ".svc.cluster.local";
    }

    /** Where other workloads of the mesh call it. */
    public String url() {
        return "http://" + serviceHost() + ":" + servicePort + container.healthPath();
    }

    /** Where it is reached from outside; nothing where it isn't. */
    public Optional<String> externalUrl() {
        return ingress().map(found -> (found.tls() ? "https://" : "http://") + found.host() + found.path());
    }

    /**
     * The path that shows from outside whether it answers: that of its health, if that is exposed.
     */
    public Optional<String> callPath() {
        String health = container.healthPath();
        return ingress()
                .map(found ->
                        health.equals(found.path()) || health.startsWith(found.pathPrefix()) ? health : found.path());
    }

    /** The cluster through which it is reached from outside, as a bare word. */
    public Optional<Identifier> ingressCluster() {
        return ingress().map(found -> new Identifier(found.cluster()));
    }

    /** The way from outside; nothing where there is none. */
    public Optional<Ingress> ingress() {
        return access.ingress();
    }

    /** Names of the applications that may call it, as they were written. */
    public List<String> callers() {
        return access.callers();
    }

    /** Whether every identity of the mesh may call it. */
    public boolean isOpenToTheMesh() {
        return callers().contains(Access.EVERYBODY);
    }

    /** Name of the Job that calls it, and of the Job's service account. */
    public String callJob() {
        return "call-" + name();
    }

    /** Kubernetes secret with the server certificate: the Gateway's credentialName. */
    public String tlsSecret() {
        return name() + "-tls";
    }

    /** Key Vault secret with the server certificate's chain. */
    public String tlsCertificateSecret() {
        return name() + "-tls-cert";
    }

    /** Key Vault secret with the server certificate's key. */
    public String tlsKeySecret() {
        return name() + "-tls-key";
    }

    /** File of the chain where the vault is mounted. */
    public String tlsCertificateAlias() {
        return name() + "-tls.crt";
    }

    /** File of the key where the vault is mounted. */
    public String tlsKeyAlias() {
        return name() + "-tls.key";
    }

    /**
     * The certificate that clients see: its name in the Key Vault and on the Application Gateway.
     */
    public String frontendCertificate() {
        return name() + "-frontend";
    }

    /** Whether requests from outside come in through this cluster. */
    public boolean isExposedBy(Cluster cluster) {
        return ingress().filter(found -> found.cluster().equals(cluster.name())).isPresent();
    }
}
