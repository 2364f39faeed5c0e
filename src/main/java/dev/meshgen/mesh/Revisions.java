package dev.meshgen.mesh;

/**
 * How namespaces choose among the revisions of Istio that run side by side.
 *
 * @param tag the revision tag, which an upgrade moves
 */
public record Revisions(String tag, Label label) {
    /** What the label {@code istio.io/rev} of a namespace names. */
    public enum Label {
        TAG("tag"),
        REVISION("revision");

        private final String text;

        Label(String text) {
            this.text = text;
        }

        /** As the specification spells it. */
        @Override
        public String toString() {
            return text;
        }
    }
}
