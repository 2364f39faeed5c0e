package dev.meshgen.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of {@code scripts/env.sh}.
 *
 * @param values by name; an entry of an array by {@code NAME[key]}
 */
record ScriptValues(Map<String, String> values) {
    private static final Pattern ASSIGNMENT = Pattern.compile("(?m)^([A-Z_]+(?:\\[[a-z0-9-]+])?)=(.*)$");

    private static final Map<String, String> OF_MESH = Words.ordered(
            "MESH", "name",
            "ISTIO_REVISIONS", "revisions of Istio",
            "ISTIO_REVISION_TAG", "revision tag");

    private static final Map<String, String> OF_APPLICATION = Words.ordered(
            "NAMESPACE", "namespace",
            "RUNS_IN", "runs in",
            "EXPOSED_BY", "entrance",
            "HOST", "entrance host",
            "TLS_SECRET", "entrance TLS");

    static ScriptValues of(String text) {
        Map<String, String> values = new TreeMap<>();
        Matcher matcher = ASSIGNMENT.matcher(text);
        while (matcher.find()) {
            values.put(matcher.group(1), matcher.group(2).replaceAll("^[('\"]+|[)'\"]+$", ""));
        }
        return new ScriptValues(Collections.unmodifiableMap(values));
    }

    Optional<String> of(String array, String key) {
        return Optional.ofNullable(values.get(array + "[" + key + "]"));
    }

    Map<String, String> ofMesh() {
        Map<String, String> facts = new LinkedHashMap<>();
        OF_MESH.forEach((name, words) -> Optional.ofNullable(values.get(name)).ifPresent(v -> facts.put(words, v)));
        return facts;
    }

    Map<String, String> ofApplication(String application) {
        Map<String, String> facts = new LinkedHashMap<>();
        OF_APPLICATION.forEach((name, words) -> of(name, application).ifPresent(v -> facts.put(words, v)));
        return facts;
    }
}
