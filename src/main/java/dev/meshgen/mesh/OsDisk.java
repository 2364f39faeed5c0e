package dev.meshgen.mesh;

/**
 * The system disk of a node.
 *
 * @param sizeGb in GiB
 */
public record OsDisk(Type type, int sizeGb) {
    /** Where the disk is. */
    public enum Type {
        EPHEMERAL("Ephemeral"),
        MANAGED("Managed");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** As the specification spells it. */
        @Override
        public String toString() {
            return text;
        }
    }
}
