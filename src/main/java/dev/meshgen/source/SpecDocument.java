package dev.meshgen.source;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.diagnostic.SpecPath;
import java.util.List;
import java.util.Optional;

/**
 * A specification as it was written: a tree of located nodes.
 *
 * @param problems errors that leave the rest of the tree readable, such as a key that occurs twice
 */
public record SpecDocument(SpecText text, SpecNode root, List<Diagnostic> problems) {
    public SpecDocument {
        problems = List.copyOf(problems);
    }

    /** The value at a path. */
    public Optional<SpecNode> find(SpecPath path) {
        Optional<SpecNode> node = Optional.of(root);
        for (SpecPath.Segment segment : path.segments()) {
            node = node.flatMap(parent -> child(parent, segment));
        }
        return node;
    }

    /**
     * The place of the value at a path, or of the nearest value around it where the text holds none
     * there (a default, or a key that is missing).
     */
    public SourceSpan spanOf(SpecPath path) {
        SpecNode nearest = root;
        for (SpecPath.Segment segment : path.segments()) {
            Optional<SpecNode> child = child(nearest, segment);
            if (child.isEmpty()) {
                break;
            }
            nearest = child.get();
        }
        return nearest.span();
    }

    /** The place of the key at a path, or of the nearest value around it. */
    public SourceSpan keySpanOf(SpecPath parent, String key) {
        return find(parent)
                .flatMap(node -> node instanceof SpecNode.Mapping mapping ? mapping.entry(key) : Optional.empty())
                .map(SpecNode.Entry::keySpan)
                .orElseGet(() -> spanOf(parent));
    }

    private static Optional<SpecNode> child(SpecNode parent, SpecPath.Segment segment) {
        if (parent instanceof SpecNode.Mapping mapping && segment instanceof SpecPath.Key key) {
            return mapping.value(key.name());
        }
        if (parent instanceof SpecNode.Sequence sequence && segment instanceof SpecPath.Index index) {
            return index.position() < sequence.items().size()
                    ? Optional.of(sequence.items().get(index.position()))
                    : Optional.empty();
        }
        return Optional.empty();
    }
}
