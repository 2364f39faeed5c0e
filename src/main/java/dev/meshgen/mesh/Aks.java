package dev.meshgen.mesh;

import java.util.List;

/**
 * A cluster's settings at AKS.
 *
 * @param zones sorted; empty in a region without zones
 */
public record Aks(Version kubernetesVersion, Tier tier, List<Zone> zones) {
    public Aks {
        zones = zones.stream().sorted().toList();
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
