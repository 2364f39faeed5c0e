package dev.meshgen.source;

import dev.meshgen.diagnostic.Diagnostic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Finds the items of a list whose dashes are missing: they run together into one mapping, which
 * repeats its first key and others.
 */
record UnmarkedItems(String name, MappingNode mapping) {
    Optional<Diagnostic> find() {
        List<NodeTuple> entries = mapping.getValue();
        if (mapping.getFlowStyle() == FlowStyle.FLOW || entries.isEmpty()) {
            return Optional.empty();
        }
        List<String> repeated = repeated();
        NodeTuple first = entries.get(0);
        return repeated.size() > 1 && repeated.contains(key(first))
                ? Optional.of(error(first, repeated))
                : Optional.empty();
    }

    private List<String> repeated() {
        Map<String, Long> counts = mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode)
                .collect(Collectors.groupingBy(UnmarkedItems::key, LinkedHashMap::new, Collectors.counting()));
        return counts.keySet().stream().filter(key -> counts.get(key) > 1).toList();
    }

    private Diagnostic error(NodeTuple first, List<String> repeated) {
        String key = key(first);
        Node next = mapping.getValue().stream()
                .skip(1)
                .filter(entry -> key(entry).equals(key))
                .findFirst()
                .orElseThrow()
                .getKeyNode();
        return Diagnostic.error(
                        "yaml-duplicate-key",
                        NodeLocator.span(name, first.getKeyNode()),
                        "The keys `" + String.join("`, `", repeated) + "` occur more than once in one mapping.",
                        "Begin each item of a list with `- `, as in `- " + key
                                + (first.getValueNode() instanceof ScalarNode value ? ": " + value.getValue() : ":")
                                + "`; in a mapping, delete the keys that repeat others.")
                .withNote(NodeLocator.span(name, next), "the second item begins here, if this is a list.");
    }

    private static String key(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
