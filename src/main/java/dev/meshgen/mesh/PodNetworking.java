package dev.meshgen.mesh;

/** Where pods get their addresses (Azure CNI's modes). */
public enum PodNetworking {
    /** From a subnet of the VNet that only pods use. */
    SUBNET("subnet"),
    /** From the nodes' own subnets. */
    NODE_SUBNET("nodeSubnet"),
    /** From a range that exists only inside the cluster. */
    OVERLAY("overlay");

    private final String text;

    PodNetworking(String text) {
        this.text = text;
    }

    /** Whether pods are reachable from peered VNets. */
    public boolean isFlat() {
        return this != OVERLAY;
    }

    /** Whether AKS's data plane is Cilium. */
    public boolean hasCilium() {
        return this != NODE_SUBNET;
    }

    /** As the specification spells it. */
    @Override
    public String toString() {
        return text;
    }
}
