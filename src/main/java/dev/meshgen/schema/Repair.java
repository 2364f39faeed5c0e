package dev.meshgen.schema;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.source.SpecDocument;
import dev.meshgen.source.SpecNode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a tree that the schema refuses into trees that it accepts: unknown keys are dropped,
 * refused values replaced by stand-ins.
 */
final class Repair {
    private final SchemaNode root;
    private final SpecDocument document;
    private final Set<SpecPath> values = new HashSet<>();
    private final Set<SpecPath> names = new HashSet<>();
    private final Set<SpecPath> dropped = new HashSet<>();

    Repair(SchemaNode root, SpecDocument document, List<Violation> violations) {
        this.root = root;
        this.document = document;
        unusable(document.root(), SpecPath.ROOT);
        violations.forEach(this::note);
    }

    /** Notes one more place that lacks its value. */
    void blank(SpecPath path) {
        values.add(path);
    }

    Blanks blanks() {
        return new Blanks(document, values, names);
    }

    /** The tree with other stand-ins in each reading. */
    ObjectNode tree(ObjectNode written, StandIns standIns) {
        ObjectNode tree = written.deepCopy();
        values.stream()
                .sorted(Comparator.comparingInt(path -> path.segments().size()))
                .filter(path -> values.stream().noneMatch(other -> !other.equals(path) && path.startsWith(other)))
                .forEach(path -> fill(root, tree, path, standIns));
        dropped.forEach(path -> at(tree, path.parent()).ifPresent(mapping -> remove(mapping, path)));
        return tree;
    }

    private void note(Violation violation) {
        SpecPath path = violation.path();
        if (violation.isAboutKey()) {
            SpecPath mapping = violation.mapping(document);
            names.add(mapping);
            dropped.add(mapping.key(violation.property()));
        } else if (violation.is("additionalProperties")) {
            dropped.add(path.key(violation.property()));
            root.meant(path, violation.property())
                    .map(path::key)
                    .filter(meant -> document.find(meant).isEmpty())
                    .ifPresent(values::add);
        } else {
            values.add(violation.is("required") ? path.key(violation.property()) : path);
        }
    }

    private void unusable(SpecNode node, SpecPath path) {
        if (node instanceof SpecNode.Unusable) {
            values.add(path);
        } else if (node instanceof SpecNode.Mapping mapping) {
            mapping.entries().forEach(entry -> unusable(entry.value(), path.key(entry.key())));
        } else if (node instanceof SpecNode.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                unusable(sequence.items().get(i), path.index(i));
            }
        }
    }

    /** Puts a stand-in at a path. */
    static void fill(SchemaNode root, ObjectNode tree, SpecPath path, StandIns standIns) {
        Optional<JsonNode> standIn = root.at(path).map(standIns::of);
        Optional<JsonNode> parent = at(tree, path.parent());
        SpecPath.Segment last = path.segments().get(path.segments().size() - 1);
        if (standIn.isEmpty() || parent.isEmpty()) {
            return;
        }
        if (parent.get() instanceof ObjectNode mapping && last instanceof SpecPath.Key key) {
            mapping.set(key.name(), standIn.get());
        } else if (parent.get() instanceof ArrayNode list && last instanceof SpecPath.Index index) {
            list.set(index.position(), standIn.get());
        }
    }

    private static void remove(JsonNode parent, SpecPath path) {
        SpecPath.Segment last = path.segments().get(path.segments().size() - 1);
        if (parent instanceof ObjectNode mapping && last instanceof SpecPath.Key key) {
            mapping.remove(key.name());
        }
    }

    private static Optional<JsonNode> at(JsonNode tree, SpecPath path) {
        JsonNode node = tree;
        for (SpecPath.Segment segment : path.segments()) {
            node = segment instanceof SpecPath.Key key
                    ? node.path(key.name())
                    : node.path(((SpecPath.Index) segment).position());
        }
        return node.isMissingNode() ? Optional.empty() : Optional.of(node);
    }
}
