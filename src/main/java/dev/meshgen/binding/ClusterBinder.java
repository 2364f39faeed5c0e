package dev.meshgen.binding;

import dev.meshgen.mesh.Aks;
import dev.meshgen.mesh.ApplicationGateway;
import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.ClusterId;
import dev.meshgen.mesh.Ipv4Address;
import dev.meshgen.mesh.Network;
import dev.meshgen.mesh.NodePool;
import dev.meshgen.mesh.NodePools;
import dev.meshgen.mesh.OsDisk;
import dev.meshgen.mesh.PodNetworking;
import dev.meshgen.mesh.Subnets;
import dev.meshgen.mesh.Version;
import dev.meshgen.mesh.Zone;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a cluster, with what its own settings and the mesh's names imply.
 *
 * @param exposing names of the clusters that an application is exposed by
 */
record ClusterBinder(String mesh, String meshId, Set<String> exposing) {
    private static final int DNS_SERVICE = 10;

    Cluster bind(int position, Fields cluster) {
        ClusterId id = new ClusterId(position, mesh, cluster.text("name"), cluster.text("region"));
        Network network = network(cluster.in("network"), cluster.choice("pods", PodNetworking.class));
        return new Cluster(
                id,
                aks(cluster),
                network,
                cluster.ifText("istioNetwork")
                        .orElse(meshId + "-" + (network.pods().isFlat() ? "flat" : id.name())),
                nodePools(cluster.in("nodePools")),
                applicationGateway(id, cluster.in("applicationGateway")));
    }

    private static Aks aks(Fields cluster) {
        return new Aks(
                Version.parse(cluster.text("kubernetesVersion")),
                cluster.choice("skuTier", Aks.Tier.class),
                cluster.choices("zones", Zone.class),
                cluster.in("apiServer").ranges("authorizedIpRanges"));
    }

    private static Network network(Fields network, PodNetworking pods) {
        CidrBlock space = CidrBlock.parse(network.text("addressSpace"));
        CidrBlock services = CidrBlock.parse(network.text("serviceCidr"));
        return new Network(
                pods,
                space,
                CidrBlock.parse(network.text("podCidr")),
                services,
                network.ifText("dnsServiceIp").map(Ipv4Address::parse).orElse(services.addressAt(DNS_SERVICE)),
                subnets(network.in("subnets"), Subnets.carve(space, pods == PodNetworking.SUBNET)));
    }

    private static Subnets subnets(Fields given, Subnets carved) {
        return new Subnets(
                range(given, "system").orElse(carved.system()),
                range(given, "user").orElse(carved.user()),
                range(given, "applicationGateway").orElse(carved.applicationGateway()),
                range(given, "bastion").orElse(carved.bastion()),
                range(given, "privateEndpoints").orElse(carved.privateEndpoints()),
                carved.pods().map(range -> range(given, "pods").orElse(range)));
    }

    private static Optional<CidrBlock> range(Fields fields, String key) {
        return fields.ifText(key).map(CidrBlock::parse);
    }

    private static NodePools nodePools(Fields pools) {
        return new NodePools(nodePool("system", pools.in("system")), nodePool("user", pools.in("user")));
    }

    private static NodePool nodePool(String name, Fields pool) {
        return new NodePool(
                name,
                pool.text("vmSize"),
                pool.number("minCount"),
                pool.number("maxCount"),
                pool.number("maxPods"),
                new OsDisk(pool.choice("osDiskType", OsDisk.Type.class), pool.number("osDiskSizeGb")));
    }

    private ApplicationGateway applicationGateway(ClusterId id, Fields gateway) {
        return new ApplicationGateway(
                id.azureName(),
                gateway.ifFlag("enabled").orElse(exposing.contains(id.name())),
                gateway.choice("sku", ApplicationGateway.Sku.class),
                gateway.choice("firewallMode", ApplicationGateway.FirewallMode.class),
                gateway.number("minCapacity"),
                gateway.number("maxCapacity"));
    }
}
