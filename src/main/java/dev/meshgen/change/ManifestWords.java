package dev.meshgen.change;

import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What values in the tree's manifests are called.
 *
 * @param patterns of each value, by its words; what several of them match is joined
 */
record ManifestWords(Map<String, Pattern> patterns) {
    /** In {@code operator.yaml}, as are those of the mesh. */
    static final ManifestWords CLUSTER = of(
            "Istio", " +tag: \"?([^\"\\n]+)",
            "certificate authority beside istiod", " +caAddress: \"?([^\"\\n]+)");

    static final ManifestWords MESH = of(
            "images of Istio", "  hub: (.+)",
            "mesh ID", " +meshID: (.+)",
            "trust domain", " +trustDomain: (.+)",
            "access log", " +accessLogFile: (/.+)",
            "istio-cni", " +cni:\\n +enabled: (.+)");

    /** The last one is an application's: the first is the gateways'. */
    static final ManifestWords NAMESPACES = of("sidecars of", "\\A[\\s\\S]*\\n +istio\\.io/rev: \"?([^\"\\n]+)");

    static final ManifestWords ISTIO_CSR = of(
            "issuer", " +issuer:\\n +name: (.+)",
            "issuer kind", " +kind: (.+)",
            "issuer group", " +group: (.+)",
            "root's Secret", " +secretName: (.+)",
            "root's file", " +rootCAFile: (.+)",
            "pods of istio-csr", "replicaCount: (.+)");

    static final ManifestWords APPLICATION = of(
            "image", " +image: \"?([^\"\\n]+)",
            "replicas", " +replicas: (\\d+)",
            "port", " +containerPort: (\\d+)",
            "service port", " +port: (\\d+)",
            "health path", " +readinessProbe:\\n +httpGet:\\n +path: (.+)",
            "user", " +runAsUser: (\\d+)",
            "callers", " +- (\"\\*\"|.+/ns/.+/sa/.+)",
            "writable paths", " +mountPath: (.+)",
            "environment", " +- name: (.+\\n +value: .*)",
            "CPU request", " +requests:\\n +cpu: (.+)",
            "memory request", " +requests:\\n.+\\n +memory: (.+)",
            "CPU limit", " +limits:\\n +cpu: (.+)",
            "memory limit", " +limits:\\n.+\\n +memory: (.+)");

    /** In {@code ingress/APPLICATION.yaml}. */
    static final ManifestWords ENTRANCE = of("entrance path", " +- path: (.+)");

    private static ManifestWords of(String... wordsAndPatterns) {
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        Words.ordered(wordsAndPatterns)
                .forEach((words, pattern) -> patterns.put(words, Pattern.compile("(?m)^" + pattern)));
        return new ManifestWords(patterns);
    }

    Map<String, String> in(String text) {
        Map<String, String> facts = new LinkedHashMap<>();
        patterns.forEach((words, pattern) -> {
            String found = pattern.matcher(text)
                    .results()
                    .map(each -> each.group(1).replaceAll("\\n +value: ", "=").replace("\"", ""))
                    .distinct()
                    .collect(joining(", "));
            if (!found.isEmpty()) {
                facts.put(words, found);
            }
        });
        return facts;
    }
}
