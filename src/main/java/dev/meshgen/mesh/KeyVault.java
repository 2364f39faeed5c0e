package dev.meshgen.mesh;

/** The Key Vault that holds certificates and CA keys; retention in days. */
public record KeyVault(
        String name,
        Sku sku,
        int softDeleteRetentionDays,
        boolean purgeProtection,
        boolean publicNetworkAccess,
        Access access) {

    /** What it can do and costs. */
    public enum Sku {
        STANDARD("standard"),
        PREMIUM("premium");

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

    /** Whose identity reads the vault for a pod. */
    public enum Access {
        ADDON_IDENTITY("addonIdentity"),
        WORKLOAD_IDENTITY("workloadIdentity");

        private final String text;

        Access(String text) {
            this.text = text;
        }

        /** As the specification spells it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** Whether istiod and the ingress gateway have an identity of their own. */
    public boolean workloadIdentity() {
        return access == Access.WORKLOAD_IDENTITY;
    }

    public String privateEndpointName() {
        return name + "-pe";
    }
}
