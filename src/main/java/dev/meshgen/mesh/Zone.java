package dev.meshgen.mesh;

/** An availability zone of a region. */
public enum Zone {
    ONE("1"),
    TWO("2"),
    THREE("3");

    private final String text;

    Zone(String text) {
        this.text = text;
    }

    /** As the specification spells it. */
    @Override
    public String toString() {
        return text;
    }
}
