package dev.meshgen.mesh;

import java.util.List;
import java.util.Optional;

/**
 * An AKS cluster of the mesh, with a VNet of its own.
 *
 * @param istioNetwork name of the Istio network: pods of one network reach each other directly
 */
public record Cluster(
        ClusterId id,
        Aks aks,
        Network network,
        String istioNetwork,
        NodePools nodePools,
        ApplicationGateway applicationGateway) {

    /** Place in the specification's list, counted from 0. */
    public int position() {
        return id.position();
    }

    public String name() {
        return id.name();
    }

    public String region() {
        return id.region();
    }

    /** The prefix of every Azure name of the cluster. */
    public String azureName() {
        return id.azureName();
    }

    /** The name as a bare word. */
    public Identifier hclName() {
        return new Identifier(name());
    }

    /** The region as a bare word. */
    public Identifier regionHclName() {
        return new Identifier(region());
    }

    public String resourceGroupName() {
        return azureName() + "-rg";
    }

    public String virtualNetworkName() {
        return azureName() + "-vnet";
    }

    /** The AKS cluster, and its DNS prefix. */
    public String aksName() {
        return azureName() + "-aks";
    }

    /** The resource group that AKS keeps nodes and load balancers in. */
    public String nodeResourceGroupName() {
        return azureName() + "-nodes-rg";
    }

    /** The address of its calls to the Internet, where the mesh has to know it. */
    public String egressPublicIpName() {
        return azureName() + "-egress-pip";
    }

    /** The control plane's identity. */
    public String identityName() {
        return azureName() + "-id";
    }

    /** The nodes' identity. */
    public String kubeletIdentityName() {
        return azureName() + "-kubelet-id";
    }

    /**
     * The identity that istiod and the ingress gateway read the Key Vault with, where they have one
     * of their own.
     */
    public String csiIdentityName() {
        return azureName() + "-csi-id";
    }

    /** Named as Azure Monitor names its own: MSCI, region, cluster. */
    public String dataCollectionRuleName() {
        return "MSCI-" + region() + "-" + azureName();
    }

    /** Key Vault secret with the certificate of the cluster's intermediate CA. */
    public String caCertificateSecret() {
        return name() + "-ca-cert";
    }

    /** Key Vault secret with the private key of the cluster's intermediate CA. */
    public String caKeySecret() {
        return name() + "-ca-key";
    }

    /** Key Vault secret with the intermediate's certificate and the root's. */
    public String certificateChainSecret() {
        return name() + "-cert-chain";
    }

    public boolean hasOverlay() {
        return network.pods() == PodNetworking.OVERLAY;
    }

    public boolean hasPodSubnet() {
        return network.pods() == PodNetworking.SUBNET;
    }

    /** The VNet's subnets. */
    public List<Subnet> subnets() {
        return network.subnets().all().stream()
                .map(subnet -> Subnet.of(azureName(), subnet))
                .toList();
    }

    /** The range of the subnet of that name, if the cluster has it. */
    public Optional<CidrBlock> subnetRange(String name) {
        return subnets().stream()
                .filter(subnet -> subnet.name().equals(name))
                .map(Subnet::addressPrefix)
                .findFirst();
    }
}
