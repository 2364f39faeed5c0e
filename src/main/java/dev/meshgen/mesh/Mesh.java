package dev.meshgen.mesh;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A mesh over several clusters. */
public record Mesh(
        String name,
        Azure azure,
        Istio istio,
        CertificateAuthority certificateAuthority,
        Members members,
        Catalog catalog) {

    /** Sorted by name. */
    public List<Cluster> clusters() {
        return members.clusters();
    }

    /** Sorted by name. */
    public List<Application> applications() {
        return members.applications();
    }

    /** The cluster of that name. */
    public Optional<Cluster> cluster(String wanted) {
        return clusters().stream()
                .filter(cluster -> cluster.name().equals(wanted))
                .findFirst();
    }

    /** The cluster that shared resources are placed with. */
    public Cluster sharedCluster() {
        return cluster(azure.shared().cluster()).orElseThrow();
    }

    /** Every region with a cluster, sorted by name. */
    public List<Region> regions() {
        return clustersByRegion().entrySet().stream()
                .map(entry -> new Region(
                        name,
                        entry.getKey(),
                        entry.getValue(),
                        azure.bastion().enabled() ? bastionCluster(entry.getKey()) : Optional.empty()))
                .toList();
    }

    /** Clusters by region, both sorted by name. */
    public Map<String, List<Cluster>> clustersByRegion() {
        return clusters().stream().collect(Collectors.groupingBy(Cluster::region, TreeMap::new, Collectors.toList()));
    }

    /**
     * The cluster whose VNet holds a region's Bastion: the one that the specification names, or the
     * region's only one.
     */
    public Optional<Cluster> bastionCluster(String region) {
        String named = azure.bastion().clusters().get(region);
        List<Cluster> there = clustersByRegion().getOrDefault(region, List.of());
        if (named != null) {
            return there.stream()
                    .filter(cluster -> cluster.name().equals(named))
                    .findFirst();
        }
        return there.size() == 1 ? Optional.of(there.get(0)) : Optional.empty();
    }

    /** Names of the subnets that some cluster has, in the order of {@link Cluster#subnets}. */
    public List<String> subnetNames() {
        return clusters().stream()
                .map(cluster -> cluster.subnets().stream().map(Subnet::name).toList())
                .max(Comparator.comparing(List::size))
                .orElseThrow();
    }

    /** Every ordered pair of clusters, sorted. */
    public List<Peering> peerings() {
        return clusters().stream()
                .flatMap(from -> clusters().stream()
                        .filter(to -> to.position() != from.position())
                        .map(to -> new Peering(from, to)))
                .toList();
    }

    /** Names of the Istio networks, sorted. */
    public List<String> istioNetworks() {
        return clusters().stream()
                .map(Cluster::istioNetwork)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether some pods can be reached only through an east-west gateway. */
    public boolean isMultiNetwork() {
        return istioNetworks().size() > 1;
    }

    public String sharedResourceGroupName() {
        return name + "-shared-rg";
    }

    /** Regions that the registry replicates to: all but its own, sorted. */
    public List<String> replicaRegions() {
        return clustersByRegion().keySet().stream()
                .filter(region -> !region.equals(sharedCluster().region()))
                .toList();
    }

    /** Namespaces of all applications, sorted. */
    public List<String> applicationNamespaces() {
        return applications().stream()
                .map(Application::namespace)
                .distinct()
                .sorted()
                .toList();
    }

    /** Applications that a cluster exposes with TLS end to end, sorted by name. */
    public List<Application> tlsApplications(Cluster cluster) {
        return applications().stream()
                .filter(application -> application.isExposedBy(cluster)
                        && application.ingress().orElseThrow().tls())
                .toList();
    }

    /** Names of the clusters, sorted. */
    public List<String> clusterNames() {
        return clusters().stream().map(Cluster::name).toList();
    }

    /** The nodes of all clusters, by region and VM size. */
    public List<Machines> machines() {
        Map<String, Machines> found = new TreeMap<>();
        for (Cluster cluster : clusters()) {
            for (NodePool pool : cluster.nodePools().all()) {
                Machines nodes = new Machines(cluster.region(), pool.vmSize(), pool.minCount(), pool.mostNodes());
                found.merge(cluster.region() + " " + pool.vmSize(), nodes, Machines::plus);
            }
        }
        return List.copyOf(found.values());
    }

    /** What is paid for while nobody calls an application. */
    public List<IdleCost> idleCosts() {
        return IdleCost.of(this);
    }

    /**
     * One line for each node pool: cluster, pool, region, VM size, fewest and most nodes, and
     * zones.
     */
    public List<String> nodePoolRows() {
        return clusters().stream()
                .flatMap(cluster -> cluster.nodePools().all().stream().map(pool -> row(cluster, pool)))
                .toList();
    }

    private static String row(Cluster cluster, NodePool pool) {
        String zones = cluster.aks().zones().stream().map(Zone::toString).collect(Collectors.joining(","));
        return "%s %s %s %s %d %d %s"
                .formatted(
                        cluster.name(),
                        pool.name(),
                        cluster.region(),
                        pool.vmSize(),
                        pool.minCount(),
                        pool.mostNodes(),
                        zones)
                .strip();
    }

    /** Whether some application runs in several clusters. */
    public boolean hasFailover() {
        return applications().stream().anyMatch(Application::runsInSeveralClusters);
    }

    /** Names of the clusters with the Cilium data plane, sorted. */
    public List<String> ciliumClusterNames() {
        return clusters().stream()
                .filter(cluster -> cluster.network().pods().hasCilium())
                .map(Cluster::name)
                .toList();
    }

    /**
     * Whether some API server is closed to some addresses, so that the clusters' own have to be
     * known: every istiod calls the API servers of the other clusters.
     */
    public boolean hasFixedEgress() {
        return clusters().stream().anyMatch(cluster -> cluster.aks().hasAuthorizedIpRanges());
    }

    /** Whether clusters have peers to call. */
    public boolean hasPeers() {
        return clusters().size() > 1;
    }

    /** Names of all applications, sorted. */
    public List<String> applicationNames() {
        return applications().stream().map(Application::name).toList();
    }

    /**
     * Images of the applications that the mesh's own registry has to hold, by their names there,
     * sorted.
     */
    public List<String> ownImages() {
        String prefix = azure.containerRegistry().loginServer() + "/";
        return applications().stream()
                .map(application -> application.container().image())
                .filter(image -> image.startsWith(prefix))
                .map(image -> image.substring(prefix.length()))
                .distinct()
                .sorted()
                .toList();
    }

    /** Names of the applications that are reached from outside in the clear, sorted. */
    public List<String> exposedOverHttp() {
        return exposed(false);
    }

    /** Names of the applications that are reached from outside with TLS end to end, sorted. */
    public List<String> exposedOverTls() {
        return exposed(true);
    }

    private List<String> exposed(boolean tls) {
        return applications().stream()
                .filter(application -> application
                        .ingress()
                        .filter(ingress -> ingress.tls() == tls)
                        .isPresent())
                .map(Application::name)
                .toList();
    }

    /**
     * Principals that may call an application: everybody, or the application itself, its callers,
     * the Job that checks it, and the ingress gateway where it is exposed.
     */
    public List<String> principals(Application application) {
        if (application.isOpenToTheMesh()) {
            return List.of(Application.Access.EVERYBODY);
        }
        Stream<String> gateway = application.ingress().map(found -> principal(ingressGatewayServiceAccount())).stream();
        Stream<String> job = Stream.of(principal(application.namespace() + ":" + application.callJob()));
        Stream<String> callers = applications().stream()
                .filter(other -> other.name().equals(application.name())
                        || application.callers().contains(other.name()))
                .map(other -> principal(other.namespace() + ":" + other.name()));
        return Stream.of(gateway, job, callers).flatMap(each -> each).sorted().toList();
    }

    /** A service account as certificates name it, without the scheme. */
    private String principal(String serviceAccount) {
        String[] parts = serviceAccount.split(":");
        return istio.identity().trustDomain() + "/ns/" + parts[0] + "/sa/" + parts[1];
    }

    /** Key Vault secret with the root certificate. */
    public String rootCertificateSecret() {
        return "istio-root-cert";
    }

    /** The root certificate's name on an Application Gateway. */
    public String trustedRootCertificate() {
        return "istio-root";
    }

    /** Whether an application is reached from outside through the cluster. */
    public boolean exposes(Cluster cluster) {
        return applications().stream().anyMatch(application -> application.isExposedBy(cluster));
    }

    /** Whether pods mount certificates and keys from the Key Vault: those that meshgen makes. */
    public boolean hasVaultPods() {
        return certificateAuthority.own().isPresent();
    }

    /** Whether istiod and the ingress gateway read the Key Vault with an identity of their own. */
    public boolean hasVaultIdentity() {
        return hasVaultPods() && azure.keyVault().workloadIdentity();
    }

    /** Whether they do with the add-on's identity, which belongs to the nodes. */
    public boolean hasSharedVaultIdentity() {
        return hasVaultPods() && !azure.keyVault().workloadIdentity();
    }

    /**
     * Key Vault secrets that a cluster's pods mount: its CA files, and the servers that it exposes.
     */
    public List<String> podSecrets(Cluster cluster) {
        Stream<String> authority = Stream.of(
                rootCertificateSecret(),
                cluster.caCertificateSecret(),
                cluster.caKeySecret(),
                cluster.certificateChainSecret());
        Stream<String> servers = tlsApplications(cluster).stream()
                .flatMap(application -> Stream.of(application.tlsCertificateSecret(), application.tlsKeySecret()));
        return Stream.concat(authority, servers).toList();
    }

    /** Key Vault secrets that a cluster's Application Gateway reads: its frontend certificates. */
    public List<String> gatewaySecrets(Cluster cluster) {
        return tlsApplications(cluster).stream()
                .map(Application::frontendCertificate)
                .toList();
    }

    /** Namespace and name of a revision's service account of istiod. */
    public String istiodServiceAccount(String revision) {
        return "istio-system:istiod-" + revision;
    }

    /**
     * Namespace and name of the ingress gateway's service account, as istioctl's chart names it.
     */
    public String ingressGatewayServiceAccount() {
        return "istio-ingress:istio-ingressgateway-service-account";
    }
}
