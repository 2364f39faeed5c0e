package dev.meshgen.mesh;

import java.util.List;

/** The Key Vault that holds certificates and CA keys; retention in days. */
public record KeyVault(
        String name,
        Sku sku,
        int softDeleteRetentionDays,
        boolean purgeProtection,
        NetworkAccess networkAccess,
        Access access) {

    /**
     * Who reaches it from outside the VNets.
     *
     * @param isPublic whether anybody does
     * @param allowedIpRanges if not empty, only these do
     */
    public record NetworkAccess(boolean isPublic, List<CidrBlock> allowedIpRanges) {
        public NetworkAccess {
            allowedIpRanges = List.copyOf(allowedIpRanges);
        }

        /** What happens to an address that is in no range. */
        public String defaultAction() {
            return isPublic && allowedIpRanges.isEmpty() ? "Allow" : "Deny";
        }
    }

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
