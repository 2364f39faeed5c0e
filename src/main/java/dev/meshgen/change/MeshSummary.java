package dev.meshgen.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What changes between two trees, in a mesh's own words: one line for each fact. */
final class MeshSummary {
    private static final Pattern APPLICATION =
            Pattern.compile("clusters/([a-z0-9-]+)/applications/([a-z0-9-]+)\\.yaml");
    private static final List<Fact> OF_APPLICATION = List.of(
            new Fact("image", Pattern.compile("\\n +image: \"?([^\"\\n]+)")),
            new Fact("replicas", Pattern.compile("\\n +replicas: (\\d+)")));
    private static final List<Fact> OF_ISTIO = List.of(
            new Fact("Istio", Pattern.compile("\\n +tag: \"?([^\"\\n]+)")),
            new Fact("certificate authority beside istiod", Pattern.compile("\\n +caAddress: \"?([^\"\\n]+)")));

    private final Map<String, String> before;
    private final Map<String, String> after;
    private final List<String> lines = new ArrayList<>();

    /** A fact that a manifest states. */
    private record Fact(String words, Pattern pattern) {
        Optional<String> in(String text) {
            Matcher matcher = pattern.matcher(text);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        }
    }

    private MeshSummary(Map<String, String> before, Map<String, String> after) {
        this.before = before;
        this.after = after;
    }

    /**
     * @param before texts of all files of a tree, by path
     * @param after the same of the other tree
     */
    static List<String> between(Map<String, String> before, Map<String, String> after) {
        MeshSummary summary = new MeshSummary(before, after);
        TerraformFiles old = TerraformFiles.of(before);
        TerraformFiles now = TerraformFiles.of(after);
        summary.compareClusters(old.clusters(), now.clusters());
        summary.compare("shared", ClusterWords.SHARED, old.shared(), now.shared());
        summary.compareRegions(old.regions(), now.regions());
        summary.compareApplications();
        return Collections.unmodifiableList(summary.lines);
    }

    private void compareClusters(SortedMap<String, TerraformValues> old, SortedMap<String, TerraformValues> now) {
        for (String name : union(old.keySet(), now.keySet())) {
            if (!old.containsKey(name)) {
                lines.add("cluster " + name + ": new, in "
                        + now.get(name).get("location").orElse("?") + "; adds peering with " + others(now.size() - 1));
            } else if (!now.containsKey(name)) {
                lines.add("cluster " + name + ": removed, with its peering with " + others(old.size() - 1));
            } else {
                compare("cluster " + name, ClusterWords.CLUSTER, old.get(name), now.get(name));
                String operator = "clusters/" + name + "/istio/operator.yaml";
                OF_ISTIO.forEach(
                        fact -> compare("cluster " + name, fact, text(before, operator), text(after, operator)));
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

    private void compareRegions(SortedMap<String, TerraformValues> old, SortedMap<String, TerraformValues> now) {
        for (String name : union(old.keySet(), now.keySet())) {
            if (old.containsKey(name) && now.containsKey(name)) {
                compare("region " + name, ClusterWords.REGION, old.get(name), now.get(name));
            } else {
                lines.add("region " + name + (old.containsKey(name) ? ": no longer used" : ": new"));
            }
        }
    }

    private void compare(String what, Map<String, String> words, TerraformValues old, TerraformValues now) {
        words.forEach((name, fact) -> compare(what, fact, old.get(name), now.get(name)));
    }

    private void compare(String what, Fact fact, String old, String now) {
        compare(what, fact.words(), fact.in(old), fact.in(now));
    }

    private void compare(String what, String fact, Optional<String> old, Optional<String> now) {
        if (!old.equals(now)) {
            String[] parts = fact.split("%");
            String unit = parts.length > 1 ? parts[1] : "";
            lines.add(what + ": " + parts[0] + " " + shown(old) + " -> " + shown(now) + unit);
        }
    }

    private static String shown(Optional<String> value) {
        return value.map(found -> found.isEmpty() ? "yes" : found).orElse("none");
    }

    private void compareApplications() {
        SortedMap<String, SortedMap<String, String>> old = applications(before);
        SortedMap<String, SortedMap<String, String>> now = applications(after);
        for (String name : union(old.keySet(), now.keySet())) {
            if (!old.containsKey(name) || !now.containsKey(name)) {
                lines.add("application " + name + (old.containsKey(name) ? ": removed" : ": new"));
                continue;
            }
            String oldText = String.join("\n", old.get(name).values());
            String newText = String.join("\n", now.get(name).values());
            int known = lines.size();
            OF_APPLICATION.forEach(fact -> compare("application " + name, fact, oldText, newText));
            if (known == lines.size() && !oldText.equals(newText)) {
                lines.add("application " + name + ": its manifests change");
            }
        }
    }

    /** Texts by application and cluster. */
    private static SortedMap<String, SortedMap<String, String>> applications(Map<String, String> texts) {
        SortedMap<String, SortedMap<String, String>> found = new TreeMap<>();
        texts.forEach((path, text) -> {
            Matcher matcher = APPLICATION.matcher(path);
            if (matcher.matches()) {
                found.computeIfAbsent(matcher.group(2), name -> new TreeMap<>()).put(matcher.group(1), text);
            }
        });
        return found;
    }

    private static String text(Map<String, String> texts, String path) {
        return texts.getOrDefault(path, "");
    }

    private static SortedSet<String> union(Set<String> one, Set<String> other) {
        SortedSet<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }
}
