package dev.meshgen.binding;

import dev.meshgen.mesh.CidrBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** A checked mapping of the specification, read by type. A missing required key is a bug. */
record Fields(JsonNode node) {
    Fields in(String key) {
        return new Fields(required(key));
    }

    Optional<Fields> ifIn(String key) {
        return Optional.ofNullable(node.get(key)).map(Fields::new);
    }

    String text(String key) {
        return required(key).stringValue();
    }

    /** A string of a closed set. */
    <E extends Enum<E>> E choice(String key, Class<E> set) {
        return word(text(key), set);
    }

    <E extends Enum<E>> List<E> choices(String key, Class<E> set) {
        return texts(key).stream().map(text -> word(text, set)).toList();
    }

    private static <E extends Enum<E>> E word(String text, Class<E> set) {
        return Arrays.stream(set.getEnumConstants())
                .filter(word -> word.toString().equals(text))
                .findFirst()
                .orElseThrow();
    }

    Optional<String> ifText(String key) {
        return Optional.ofNullable(node.get(key)).map(JsonNode::stringValue);
    }

    int number(String key) {
        return required(key).intValue();
    }

    Optional<Integer> ifNumber(String key) {
        return Optional.ofNullable(node.get(key)).map(JsonNode::intValue);
    }

    boolean flag(String key) {
        return required(key).booleanValue();
    }

    Optional<Boolean> ifFlag(String key) {
        return Optional.ofNullable(node.get(key)).map(JsonNode::booleanValue);
    }

    /** Those of the keys that the mapping has. */
    List<String> given(List<String> keys) {
        return keys.stream().filter(node::has).toList();
    }

    List<String> texts(String key) {
        return required(key).valueStream().map(JsonNode::stringValue).toList();
    }

    List<CidrBlock> ranges(String key) {
        return texts(key).stream().map(CidrBlock::parse).toList();
    }

    /** The items of a list, each with its position. */
    <T> List<T> items(String key, BiFunction<Integer, Fields, T> each) {
        List<T> items = new ArrayList<>();
        for (JsonNode item : required(key)) {
            items.add(each.apply(items.size(), new Fields(item)));
        }
        return List.copyOf(items);
    }

    /** A mapping from names to values, sorted by name. */
    <T> SortedMap<String, T> map(String key, BiFunction<String, JsonNode, T> each) {
        SortedMap<String, T> map = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : required(key).properties()) {
            map.put(entry.getKey(), each.apply(entry.getKey(), entry.getValue()));
        }
        return Collections.unmodifiableSortedMap(map);
    }

    private JsonNode required(String key) {
        JsonNode value = node.get(key);
        if (value == null) {
            throw new IllegalStateException("The schema let a specification without `" + key + "` through.");
        }
        return value;
    }
}
