package dev.meshgen.show;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Region;
import dev.meshgen.mesh.Subnet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The names and ranges that follow from a specification, as a mapping {@code derived}. */
final class DerivedValues {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DerivedValues() {}

    static ObjectNode of(Mesh mesh) {
        ObjectNode root = NODES.objectNode();
        ObjectNode derived = root.putObject("derived");
        azure(derived.putObject("azure"), mesh);
        istio(derived.putObject("istio"), mesh);
        ObjectNode regions = derived.putObject("regions");
        mesh.regions().forEach(region -> region(regions.putObject(region.name()), region));
        ObjectNode clusters = derived.putObject("clusters");
        mesh.clusters().forEach(cluster -> cluster(clusters.putObject(cluster.name()), mesh, cluster));
        ObjectNode applications = derived.putObject("applications");
        mesh.applications().forEach(each -> application(applications.putObject(each.name()), mesh, each));
        return root;
    }

    private static void azure(ObjectNode azure, Mesh mesh) {
        azure.put("sharedResourceGroup", mesh.sharedResourceGroupName());
        azure.put("containerRegistry", mesh.azure().containerRegistry().name());
        azure.put("keyVault", mesh.azure().keyVault().name());
    }

    private static void istio(ObjectNode istio, Mesh mesh) {
        istio.put("revision", mesh.istio().revision());
        istio.put("meshId", mesh.istio().identity().meshId());
        istio.put("injectionLabel", mesh.istio().injectionLabel());
        mesh.certificateAuthority().own().ifPresent(own -> {
            istio.put("organization", own.organization());
            istio.put("rootCertificateSecret", mesh.rootCertificateSecret());
        });
        mesh.certificateAuthority()
                .certManager()
                .ifPresent(issuer -> istio.put("certificateAuthorityAddress", issuer.address()));
    }

    private static void region(ObjectNode node, Region region) {
        node.put("resourceGroup", region.resourceGroupName());
        node.put("logAnalyticsWorkspace", region.workspaceName());
        region.bastionCluster().ifPresent(cluster -> {
            node.put("bastion", region.bastionName());
            node.put("bastionCluster", cluster.name());
        });
    }

    private static void cluster(ObjectNode node, Mesh mesh, Cluster cluster) {
        node.put("resourceGroup", cluster.resourceGroupName());
        node.put("nodeResourceGroup", cluster.nodeResourceGroupName());
        node.put("aks", cluster.aksName());
        node.put("virtualNetwork", cluster.virtualNetworkName());
        node.put("istioNetwork", cluster.istioNetwork());
        node.put("dnsServiceIp", cluster.network().dnsServiceIp().toString());
        ObjectNode subnets = node.putObject("subnets");
        for (Subnet subnet : cluster.subnets()) {
            subnets.put(subnet.name(), subnet.addressPrefix().toString());
        }
        if (cluster.applicationGateway().enabled()) {
            node.put("applicationGateway", cluster.applicationGateway().name());
            node.put("publicIp", cluster.applicationGateway().publicIpName());
        }
        identities(node.putObject("identities"), mesh, cluster);
        if (mesh.hasVaultPods()) {
            ObjectNode secrets = node.putObject("keyVaultSecrets");
            secrets.put("caCertificate", cluster.caCertificateSecret());
            secrets.put("caKey", cluster.caKeySecret());
            secrets.put("certificateChain", cluster.certificateChainSecret());
        }
    }

    private static void identities(ObjectNode node, Mesh mesh, Cluster cluster) {
        node.put("controlPlane", cluster.identityName());
        node.put("kubelet", cluster.kubeletIdentityName());
        if (mesh.hasVaultIdentity()) {
            node.put("keyVaultReader", cluster.csiIdentityName());
        }
        if (cluster.applicationGateway().enabled()) {
            node.put("applicationGateway", cluster.applicationGateway().identityName());
        }
    }

    private static void application(ObjectNode node, Mesh mesh, Application application) {
        node.put("namespace", application.namespace());
        node.put("serviceHost", application.serviceHost());
        node.put("servicePort", application.servicePort());
        node.put("url", application.url());
        application.externalUrl().ifPresent(url -> node.put("externalUrl", url));
        application.ingress().filter(Application.Ingress::tls).ifPresent(ingress -> {
            ObjectNode secrets = node.putObject("keyVaultSecrets");
            if (mesh.hasVaultPods()) {
                secrets.put("certificate", application.tlsCertificateSecret());
                secrets.put("key", application.tlsKeySecret());
            }
            secrets.put("frontendCertificate", application.frontendCertificate());
        });
    }
}
