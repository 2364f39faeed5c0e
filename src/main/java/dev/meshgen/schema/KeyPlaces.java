package dev.meshgen.schema;

import dev.meshgen.diagnostic.SpecPath;
import java.util.ArrayList;
import java.util.List;

/** Where the schema has a key that was written in a mapping which doesn't have it. */
record KeyPlaces(SchemaNode root) {
    /** More would be no help. */
    private static final int MOST_NAMED = 2;

    /**
     * The mappings with such a key, in words: those inside the mapping at a path before all others.
     */
    List<String> of(SpecPath path, String key) {
        List<String> inside = new ArrayList<>();
        root.at(path).ifPresent(node -> collect(node, "", key, inside));
        List<String> all = new ArrayList<>();
        collect(root, "", key, all);
        return few(inside).isEmpty() ? few(all) : inside;
    }

    private static List<String> few(List<String> places) {
        return places.size() <= MOST_NAMED ? places : List.of();
    }

    private static void collect(SchemaNode node, String place, String key, List<String> found) {
        for (String each : node.knownKeys()) {
            if (each.equals(key)) {
                found.add(place.isEmpty() ? "at the top level" : "under `" + place + "`");
            }
            String below = place.isEmpty() ? each : place + "." + each;
            node.property(each).ifPresent(child -> {
                collect(child, below, key, found);
                child.items().ifPresent(item -> collect(item, below + "[]", key, found));
            });
        }
    }
}
