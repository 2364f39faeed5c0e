package dev.meshgen.mesh;

import java.util.SortedMap;

/**
 * The regions' Bastions.
 *
 * @param clusters name of the cluster whose VNet holds a region's Bastion, by region, where the
 *     specification says it
 */
public record Bastion(boolean enabled, Sku sku, SortedMap<String, String> clusters) {
    /** What it can do and costs. */
    public enum Sku {
        BASIC("Basic"),
        STANDARD("Standard"),
        PREMIUM("Premium");

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
}
