package dev.meshgen.mesh;

/**
 * A cluster's Application Gateway; capacities in capacity units.
 *
 * @param prefix of its Azure names
 */
public record ApplicationGateway(
        String prefix, boolean enabled, Sku sku, FirewallMode firewallMode, int minCapacity, int maxCapacity) {
    /** What its firewall does with a request that breaks a rule. */
    public enum FirewallMode {
        PREVENTION("Prevention"),
        DETECTION("Detection");

        private final String text;

        FirewallMode(String text) {
            this.text = text;
        }

        /** As the specification spells it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** What it can do and costs. */
    public enum Sku {
        STANDARD_V2("Standard_v2"),
        WAF_V2("WAF_v2");

        private final String text;

        Sku(String text) {
            this.text = text;
        }

        /** As the specification spells it. */
        @Override
        public String toString() {
            return text;
        }
    }

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
        return sku == Sku.WAF_V2;
    }
}
