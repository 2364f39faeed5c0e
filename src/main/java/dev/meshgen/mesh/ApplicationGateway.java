package dev.meshgen.mesh;

/**
 * A cluster's Application Gateway; capacities in capacity units.
 *
 * @param prefix of its Azure names
 */
public record ApplicationGateway(String prefix, boolean enabled, String sku, int minCapacity, int maxCapacity) {
    public String name() {
        return prefix + "-agw";
    }

    public String publicIpName() {
        return name() + "-pip";
    }

    /** The identity that reads certificates from the Key Vault. */
    public String identityName() {
        return name() + "-id";
    }

    public String firewallPolicyName() {
        return prefix + "-waf";
    }

    /** Whether it carries a web application firewall. */
    public boolean hasFirewall() {
        return sku.equals("WAF_v2");
    }
}
