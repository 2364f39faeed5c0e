package dev.meshgen.source;

import dev.meshgen.diagnostic.SourceSpan;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A YAML node with its place in the text. Aliases are already followed, keys are unique. */
public sealed interface SpecNode {
    SourceSpan span();

    /** Key and value of a mapping. */
    record Entry(String key, SourceSpan keySpan, SpecNode value) {}

    /**
     * A value that the text leaves ambiguous, such as that of a key that occurs twice; the problems
     * of the document report it.
     */
    record Unusable(SourceSpan span) implements SpecNode {}

    /** A mapping, its entries in the order of the text. */
    record Mapping(SourceSpan span, List<Entry> entries) implements SpecNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        public Optional<SpecNode> value(String key) {
            return entry(key).map(Entry::value);
        }
    }

    /** A sequence. */
    record Sequence(SourceSpan span, List<SpecNode> items) implements SpecNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /**
     * A scalar.
     *
     * @param value a String, a Boolean, a Long or a BigDecimal with a fraction, or null
     * @param text as written, without quotes
     */
    record Scalar(SourceSpan span, @Nullable Object value, String text) implements SpecNode {}
}
