package dev.meshgen.binding;

import dev.meshgen.mesh.ApplicationGateway;
import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Ipv4Address;
import dev.meshgen.mesh.Network;
import dev.meshgen.mesh.NodePool;
import dev.meshgen.mesh.PodNetworking;
import dev.meshgen.mesh.Subnets;
import dev.meshgen.mesh.Version;
import java.util.Arrays;
import java.util.Optional;

/** Makes a cluster, with what its own settings and the mesh's names imply. */
record ClusterBinder(String mesh, String meshId) {
    private static final int DNS_SERVICE = 10;

    Cluster bind(int position, Fields cluster) {
        String name = cluster.text("name");
        PodNetworking pods = pods(cluster.text("pods"));
        Fields pools = cluster.in("nodePools");
        return new Cluster(
                position,
                mesh,
                name,
                cluster.text("region"),
                Version.parse(cluster.text("kubernetesVersion")),
                cluster.text("skuTier"),
                cluster.texts("zones").stream().sorted().toList(),
                pods,
                cluster.ifText("istioNetwork").orElse(meshId + "-" + (pods.isFlat() ? "flat" : name)),
                network(cluster.in("network"), pods),
                nodePool("system", pools.in("system")),
                nodePool("user", pools.in("user")),
                applicationGateway(mesh + "-" + name, cluster.in("applicationGateway")));
    }

    private static PodNetworking pods(String text) {
        return Arrays.stream(PodNetworking.values())
                .filter(mode -> mode.toString().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static Network network(Fields network, PodNetworking pods) {
        CidrBlock space = CidrBlock.parse(network.text("addressSpace"));
        CidrBlock services = CidrBlock.parse(network.text("serviceCidr"));
        return new Network(
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

    private static NodePool nodePool(String name, Fields pool) {
        return new NodePool(
                name,
                pool.text("vmSize"),
                pool.number("minCount"),
                pool.number("maxCount"),
                pool.number("maxPods"),
                pool.text("osDiskType"),
                pool.number("osDiskSizeGb"));
    }

    private static ApplicationGateway applicationGateway(String prefix, Fields gateway) {
        return new ApplicationGateway(
                prefix,
                gateway.truth("enabled"),
                gateway.text("sku"),
                gateway.number("minCapacity"),
                gateway.number("maxCapacity"));
    }
}
