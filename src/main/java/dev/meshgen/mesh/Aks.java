package dev.meshgen.mesh;

import java.util.List;

/**
 * A cluster's settings at AKS.
 *
 * @param zones sorted; empty in a region without zones
 * @param authorizedIpRanges that reach the API server; empty for all
 */
public record Aks(Version kubernetesVersion, Tier tier, List<Zone> zones, List<CidrBlock> authorizedIpRanges) {
    /** Ranges that an API server takes at most. */
    public static final int MOST_RANGES = 200;

    public Aks {
        zones = zones.stream().sorted().toList();
        authorizedIpRanges = List.copyOf(authorizedIpRanges);
    }

    /** Whether the API server is closed to some addresses. */
    public boolean hasAuthorizedIpRanges() {
        return !authorizedIpRanges.isEmpty();
    }

    /** A pricing tier. */
    public enum Tier {
        FREE("Free"),
        STANDARD("Standard"),
        PREMIUM("Premium");

        private final String text;

        Tier(String text) {
            this.text = text;
        }

        /** As the specification spells it. */
        @Override
        public String toString() {
            return text;
        }
    }
}
