package dev.meshgen.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** What changes between two trees, in a mesh's own words: one line for each fact. */
final class MeshSummary {
    private final List<String> lines = new ArrayList<>();

    private MeshSummary() {}

    /**
     * @param before texts of all files of a tree, by path
     * @param after the same of the other tree
     */
    static List<String> between(Map<String, String> before, Map<String, String> after) {
        MeshFacts old = MeshFacts.of(before);
        MeshFacts now = MeshFacts.of(after);
        MeshSummary summary = new MeshSummary();
        summary.compare("mesh", old.mesh(), now.mesh());
        summary.compareClusters(old.clusters(), now.clusters());
        summary.compare("shared", old.shared(), now.shared());
        summary.compareAll("region", "no longer used", old.regions(), now.regions());
        summary.compareAll("application", "removed", old.applications(), now.applications());
        return Collections.unmodifiableList(summary.lines);
    }

    private void compareClusters(
            SortedMap<String, Map<String, String>> old, SortedMap<String, Map<String, String>> now) {
        for (String name : union(old.keySet(), now.keySet())) {
            String cluster = "cluster " + name + ": ";
            if (!old.containsKey(name)) {
                lines.add(cluster + "new, in " + now.get(name).get("region") + "; adds peering with "
                        + others(now.size() - 1));
            } else if (!now.containsKey(name)) {
                lines.add(cluster + "removed, with its peering with " + others(old.size() - 1));
            } else {
                compare("cluster " + name, old.get(name), now.get(name));
            }
        }
    }

    private static String others(int number) {
        return switch (number) {
            case 0 -> "no others";
            case 1 -> "one other";
            default -> number + " others";
        };
    }

    private void compareAll(
            String what,
            String gone,
            SortedMap<String, Map<String, String>> old,
            SortedMap<String, Map<String, String>> now) {
        for (String name : union(old.keySet(), now.keySet())) {
            if (old.containsKey(name) && now.containsKey(name)) {
                compare(what + " " + name, old.get(name), now.get(name));
            } else {
                lines.add(what + " " + name + ": " + (old.containsKey(name) ? gone : "new"));
            }
        }
    }

    private void compare(String what, Map<String, String> old, Map<String, String> now) {
        Set<String> all = new LinkedHashSet<>(old.keySet());
        all.addAll(now.keySet());
        for (String fact : all) {
            if (!Objects.equals(old.get(fact), now.get(fact)) && !follows(fact, old, now)) {
                String[] parts = fact.split("%");
                String unit = parts.length > 1 ? parts[1] : "";
                lines.add(what + ": " + parts[0] + " " + shown(old.get(fact)) + " -> " + shown(now.get(fact)) + unit);
            }
        }
    }

    /** Whether a fact goes without saying: of a part that comes or goes, of ranges in one that moves. */
    private static boolean follows(String fact, Map<String, String> old, Map<String, String> now) {
        if (fact.startsWith("subnet ") && !Objects.equals(old.get("address space"), now.get("address space"))) {
            return true;
        }
        return union(old.keySet(), now.keySet()).stream()
                .filter(part -> fact.startsWith(part + " ") || fact.startsWith(part + "%"))
                .anyMatch(part -> old.containsKey(part) != now.containsKey(part));
    }

    private static String shown(String value) {
        return Optional.ofNullable(value).orElse("none");
    }

    private static SortedSet<String> union(Set<String> one, Set<String> other) {
        SortedSet<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }
}
