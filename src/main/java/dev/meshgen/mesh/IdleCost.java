package dev.meshgen.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is paid for while nobody calls an application.
 *
 * @param meter what Azure counts
 */
public record IdleCost(String resource, String quantity, String meter) {
    private static final String HOURS = "hours";
    private static final String GIGABYTES = "GB";

    /** The mesh's resources that cost something, the largest first. */
    static List<IdleCost> of(Mesh mesh) {
        return Stream.of(compute(mesh), networks(mesh), logs(mesh), shared(mesh))
                .flatMap(List::stream)
                .toList();
    }

    private static List<IdleCost> compute(Mesh mesh) {
        List<IdleCost> costs = new ArrayList<>();
        mesh.machines()
                .forEach(each -> costs.add(new IdleCost(
                        "VMs " + each.vmSize() + " in " + each.region(), Integer.toString(each.least()), HOURS)));
        int disks = mesh.clusters().stream()
                .flatMap(cluster -> cluster.nodePools().all().stream())
                .filter(pool -> pool.osDisk().type() == OsDisk.Type.MANAGED)
                .mapToInt(NodePool::minCount)
                .sum();
        if (disks > 0) {
            costs.add(new IdleCost("managed disks of nodes", Integer.toString(disks), "size, by the month"));
        }
        List<Cluster> paid = mesh.clusters().stream()
                .filter(cluster -> cluster.aks().tier() != Aks.Tier.FREE)
                .toList();
        tally(paid, cluster -> "AKS control planes, tier " + cluster.aks().tier(), HOURS)
                .forEach(costs::add);
        return costs;
    }

    private static List<IdleCost> networks(Mesh mesh) {
        List<Cluster> gateways = mesh.clusters().stream()
                .filter(cluster -> cluster.applicationGateway().enabled())
                .toList();
        long bastions = mesh.regions().stream()
                .filter(region -> region.bastionCluster().isPresent())
                .count();
        int clusters = mesh.clusters().size();
        List<IdleCost> costs = new ArrayList<>();
        tally(
                        gateways,
                        cluster -> "Application Gateways "
                                + cluster.applicationGateway().sku() + ", at least "
                                + cluster.applicationGateway().minCapacity() + " capacity units each",
                        "hours and capacity units")
                .forEach(costs::add);
        if (bastions > 0) {
            costs.add(new IdleCost("Bastions, SKU " + mesh.azure().bastion().sku(), Long.toString(bastions), HOURS));
        }
        costs.add(new IdleCost(
                "load balancers", Integer.toString(mesh.isMultiNetwork() ? 2 * clusters : clusters), "rules and GB"));
        costs.add(new IdleCost("public IP addresses", Long.toString(clusters + gateways.size() + bastions), HOURS));
        if (mesh.hasPeers()) {
            costs.add(new IdleCost(
                    "VNet peerings", Integer.toString(mesh.peerings().size()), "GB, at both ends"));
        }
        return costs;
    }

    private static List<IdleCost> logs(Mesh mesh) {
        return List.of(new IdleCost(
                "Log Analytics workspaces: container logs, audit logs"
                        + (mesh.azure().logAnalytics().metrics() ? ", metrics" : ""),
                Integer.toString(mesh.regions().size()),
                GIGABYTES));
    }

    private static List<IdleCost> shared(Mesh mesh) {
        ContainerRegistry registry = mesh.azure().containerRegistry();
        boolean premium = registry.isPremium();
        int replicas = premium ? mesh.replicaRegions().size() : 0;
        return List.of(
                new IdleCost(
                        "registry, SKU " + registry.sku() + (replicas > 0 ? ", with its replicas" : ""),
                        Integer.toString(1 + replicas),
                        "days"),
                new IdleCost("private endpoints", premium ? "2" : "1", "hours and GB"),
                new IdleCost("private DNS zones", premium ? "2" : "1", "months and queries"),
                new IdleCost("Key Vault, which mounted pods ask every 3 minutes", "1", "calls"));
    }

    private static Stream<IdleCost> tally(List<Cluster> clusters, Function<Cluster, String> kind, String meter) {
        return clusters.stream()
                .collect(Collectors.groupingBy(kind, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> new IdleCost(entry.getKey(), entry.getValue().toString(), meter));
    }
}
