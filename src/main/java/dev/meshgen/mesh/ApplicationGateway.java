package dev.meshgen.mesh;

/** Settings of a cluster's Application Gateway; capacities in capacity units. */
public record ApplicationGateway(boolean enabled, String sku, int minCapacity, int maxCapacity) {
    /** Whether it carries a web application firewall. */
    public boolean hasFirewall() {
        return sku.equals("WAF_v2");
    }
}
