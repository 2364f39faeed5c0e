package dev.meshgen.diagnostic;

/** Names what a diagnostic reports, such as {@code network-overlap}; a heading in docs/rules.md. */
public record RuleId(String value) implements Comparable<RuleId> {
    public RuleId {
        if (!value.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException("Not a rule id: " + value);
        }
    }

    @Override
    public int compareTo(RuleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
