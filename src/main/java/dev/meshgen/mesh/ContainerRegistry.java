package dev.meshgen.mesh;

import java.util.Locale;

/** The container registry that all clusters pull from. */
public record ContainerRegistry(String name, Sku sku) {
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

    /** The host of its images. */
    public String loginServer() {
        return name.toLowerCase(Locale.ROOT) + ".azurecr.io";
    }

    /** Whether it replicates and can have a private endpoint. */
    public boolean isPremium() {
        return sku == Sku.PREMIUM;
    }

    public String privateEndpointName() {
        return name + "-pe";
    }
}
