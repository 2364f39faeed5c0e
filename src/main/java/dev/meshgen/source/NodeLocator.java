package dev.meshgen.source;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Turns composed YAML nodes into located ones: follows aliases within a bound, reports duplicate
 * keys.
 */
final class NodeLocator {
    /**
     * Most nodes after following aliases: a specification of a hundred clusters has some three
     * thousand.
     */
    private static final int MOST_NODES = 100_000;

    private static final int DEEPEST = 50;

    private final SpecText text;
    private final Set<Diagnostic> problems = new LinkedHashSet<>();
    private final Set<Node> open = new HashSet<>();
    private Optional<Diagnostic> unbounded = Optional.empty();
    private int nodes;

    NodeLocator(SpecText text) {
        this.text = text;
    }

    Outcome<SpecDocument> locate(Node root) {
        if (root.getTag().equals(Tag.NULL)) {
            return SpecParser.empty(text);
        }
        SpecNode located = convert(root);
        return unbounded
                .map(error -> Outcome.<SpecDocument>failure(error))
                .orElseGet(() -> Outcome.of(new SpecDocument(text, located, List.copyOf(problems))));
    }

    private SpecNode convert(Node node) {
        SourceSpan span = span(text.name(), node);
        if (++nodes > MOST_NODES || open.size() > DEEPEST || !open.add(node)) {
            refuse(node, span);
            return new SpecNode.Unusable(span);
        }
        SpecNode converted;
        if (node instanceof MappingNode mapping) {
            converted = mapping(mapping, span);
        } else if (node instanceof SequenceNode sequence) {
            converted = new SpecNode.Sequence(
                    span, sequence.getValue().stream().map(this::convert).toList());
        } else {
            converted = scalar((ScalarNode) node, span);
        }
        open.remove(node);
        return converted;
    }

    private void refuse(Node node, SourceSpan span) {
        if (unbounded.isPresent()) {
            return;
        }
        String fact = open.contains(node)
                ? "This value contains an alias of itself."
                : nodes > MOST_NODES
                        ? "Aliases expand this document to more than 100,000 values."
                        : "The document is nested more than 50 levels deep.";
        unbounded = Optional.of(
                Diagnostic.error("yaml-alias-bound", span, fact, "Write the values out, or use `clusterDefaults`."));
    }

    private SpecNode mapping(MappingNode node, SourceSpan span) {
        Optional<Diagnostic> unmarked = new UnmarkedItems(text.name(), node).find();
        if (unmarked.isPresent()) {
            problems.add(unmarked.get());
            return new SpecNode.Unusable(span);
        }
        Map<String, SpecNode.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            SourceSpan keySpan = span(text.name(), tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                problems.add(Diagnostic.error("yaml-key", keySpan, "A key must be a string.", "Write `key: value`."));
                continue;
            }
            String key = scalar.getValue();
            SpecNode.Entry first = entries.get(key);
            if (first != null) {
                problems.add(Diagnostic.error(
                                "yaml-duplicate-key",
                                keySpan,
                                "Key `" + key + "` occurs twice in one mapping.",
                                "Delete one of the two.")
                        .withNote(first.keySpan(), "the first one is here."));
                entries.put(key, new SpecNode.Entry(key, first.keySpan(), new SpecNode.Unusable(keySpan)));
                continue;
            }
            entries.put(key, new SpecNode.Entry(key, keySpan, convert(tuple.getValueNode())));
        }
        return new SpecNode.Mapping(span, List.copyOf(entries.values()));
    }

    private SpecNode.Scalar scalar(ScalarNode node, SourceSpan span) {
        return new SpecNode.Scalar(span, value(node), node.getValue());
    }

    private static @Nullable Object value(ScalarNode node) {
        Tag tag = node.getTag();
        String text = node.getValue();
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.parseBoolean(text);
        }
        try {
            if (tag.equals(Tag.INT)) {
                return Numbers.integer(text);
            }
            return tag.equals(Tag.FLOAT) ? Numbers.decimal(text) : text;
        } catch (NumberFormatException notANumber) {
            return text; // the text may tag any word as a number: !!int one
        }
    }

    /**
     * The first line of a node: of a block, only its first character, so that a caret stays short.
     */
    static SourceSpan span(String name, Node node) {
        Mark start = node.getStartMark().orElseThrow();
        Mark end = node.getEndMark().orElse(start);
        boolean oneLine = start.getLine() == end.getLine() && end.getColumn() > start.getColumn();
        int length = oneLine ? end.getColumn() - start.getColumn() : 1;
        return new SourceSpan(name, start.getLine() + 1, start.getColumn() + 1, length);
    }
}
