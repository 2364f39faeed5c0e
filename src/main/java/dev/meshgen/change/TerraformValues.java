package dev.meshgen.change;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values in a file of the tree, by path: labels and keys, joined with dots. It reads the layout
 * that {@code terraform fmt} gives our own templates, not all of HCL.
 */
final class TerraformValues {
    private static final Pattern BLOCK = Pattern.compile("([\\w-]+)((?: \"[^\"]*\")*) \\{");
    private static final Pattern OPEN = Pattern.compile("\"?([^\"=\\s]+)\"? *= [\\[{]");
    private static final Pattern VALUE = Pattern.compile("\"?([^\"=\\s]+)\"? *= (.+)");
    private static final Pattern INLINE = Pattern.compile("([\\w-]+) = (\"[^\"]*\"|[^,}]+)");

    private final SortedMap<String, String> values = new TreeMap<>();
    private final Deque<String> path = new ArrayDeque<>();

    private TerraformValues() {}

    static TerraformValues of(String text) {
        TerraformValues found = new TerraformValues();
        text.lines().map(String::strip).forEach(found::read);
        return found;
    }

    private void read(String line) {
        if (line.equals("}") || line.equals("]")) {
            path.pollLast();
            return;
        }
        Matcher block = BLOCK.matcher(line);
        Matcher open = OPEN.matcher(line);
        Matcher value = VALUE.matcher(line);
        if (block.matches()) {
            String labels = block.group(2).strip().replace("\" \"", ".").replace("\"", "");
            boolean named = block.group(1).equals("resource") && !labels.isEmpty();
            boolean module = block.group(1).equals("module");
            enter(module ? "" : named ? labels : block.group(1));
        } else if (open.matches()) {
            enter(open.group(1));
        } else if (value.matches()) {
            put(value.group(1), value.group(2));
        } else if (line.startsWith("\"")) {
            values.put(at(bare(line)), "");
        }
    }

    private void enter(String name) {
        path.addLast(name);
        if (!name.isEmpty()) {
            values.put(at(""), "");
        }
    }

    private void put(String key, String raw) {
        if (raw.equals("null")) {
            return;
        }
        values.put(at(key), bare(raw));
        if (raw.startsWith("{")) {
            Matcher inline = INLINE.matcher(raw);
            while (inline.find()) {
                values.put(at(key) + "." + inline.group(1), bare(inline.group(2).strip()));
            }
        }
    }

    private String at(String key) {
        StringBuilder joined = new StringBuilder();
        path.forEach(part -> joined.append(part.isEmpty() ? "" : part + "."));
        joined.append(key);
        return key.isEmpty() ? joined.substring(0, joined.length() - 1) : joined.toString();
    }

    private static String bare(String raw) {
        String plain = raw.endsWith(",") ? raw.substring(0, raw.length() - 1) : raw;
        boolean quoted = plain.length() > 1 && plain.startsWith("\"") && plain.indexOf('"', 1) == plain.length() - 1;
        return quoted ? plain.substring(1, plain.length() - 1) : plain;
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The keys right below a path. */
    SortedSet<String> keys(String name) {
        SortedSet<String> keys = new TreeSet<>();
        for (String each : values.tailMap(name + ".").keySet()) {
            if (!each.startsWith(name + ".")) {
                break;
            }
            String rest = each.substring(name.length() + 1);
            keys.add(rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest);
        }
        return Collections.unmodifiableSortedSet(keys);
    }

    /** Adds a value that no file has. */
    void add(String name, String value) {
        values.put(name, value);
    }
}
