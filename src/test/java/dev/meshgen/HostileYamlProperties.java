package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Cases;
import dev.meshgen.testing.FileTree;
import dev.meshgen.testing.Gen;
import dev.meshgen.testing.HostileText;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Property;
import dev.meshgen.testing.YamlTree;
import dev.meshgen.testing.YamlTree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever a specification may say reaches a reader of YAML 1.1 and one of YAML 1.2 as it was said,
 * through the whole program.
 */
class HostileYamlProperties {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Words that a name may be and that some reader takes for something else. */
    private static final List<String> WORDS =
            List.of("on", "off", "yes", "no", "y", "n", "null", "true", "false", "e3", "x1");

    private static final List<String> IMAGES =
            List.of("on:1", "null:1e3", "1:30", "1e3:0x1", "0x1:on", "017:null", "1_000:y", "2001-01-01:1", "1.5:2.5");

    private static final Gen<String> TEXT = Gen.textOf(HostileText.partsWithControls(), 6);

    /** Text that the schema takes as a path. */
    private static final Gen<String> PATH = TEXT.map(text -> "/" + text.replaceAll("[^A-Za-z0-9._~!$&'()+,;=:@-]", ""));

    /** Text that the schema takes as a file. */
    private static final Gen<String> FILE =
            TEXT.map(text -> text.isEmpty() ? "" : "/" + text.replaceAll("[\\n\\r\\u0085\\u2028\\u2029]", ""));

    /** Few trees, as each is the work of a whole run; many texts in each. */
    @Property
    void free_text_arrives(Cases cases) {
        int trees = 30;
        int texts = 40;
        List<String> all = cases.sample(trees * texts, TEXT);
        List<String> paths = cases.sample(trees, PATH);
        List<String> files = cases.sample(trees, FILE);
        for (int tree = 0; tree < paths.size(); tree++) {
            assertArrive(all.subList(tree * texts, (tree + 1) * texts), paths.get(tree), files.get(tree));
        }
    }

    private static void assertArrive(List<String> texts, String health, String log) {
        Map<String, Object> spec = spec("one", "echoserver", "echoserver");
        Map<String, String> environment = new TreeMap<>(Map.of("on", "~", "NULL", "1e3"));
        texts.forEach(text -> environment.put("V" + environment.size(), text));
        application(spec).put("environment", environment);
        application(spec).put("healthPath", health);
        istio(spec).put("accessLogFile", log);

        for (YamlTree yaml : readers(spec)) {
            Node pod = yaml.object("clusters/one/applications/echoserver.yaml", "Deployment")
                    .at("spec", "template", "spec", "containers", 0);
            Map<String, String> read = new TreeMap<>();
            pod.at("env").items().forEach(item -> read.put(string(item.at("name")), string(item.at("value"))));
            assertThat(read).isEqualTo(environment);
            assertThat(string(pod.at("readinessProbe", "httpGet", "path"))).isEqualTo(health);
            assertThat(string(pod.at("livenessProbe", "httpGet", "path"))).isEqualTo(health);
            Node operator = yaml.object("clusters/one/istio/operator.yaml", "IstioOperator");
            assertThat(string(operator.at("spec", "meshConfig", "accessLogFile")))
                    .isEqualTo(log);
        }
    }

    @Property
    void words_that_look_like_something_else_arrive(Cases cases) {
        Gen<String> word = Gen.of(WORDS);
        Gen<Names> names = new Gen<>(
                List.of(),
                random -> new Names(
                        word.rest().apply(random),
                        word.rest().apply(random),
                        word.rest().apply(random),
                        Gen.of(IMAGES).rest().apply(random)));

        cases.each(40, names, HostileYamlProperties::assertArrive);
    }

    /** Names in a specification. */
    private record Names(String cluster, String application, String namespace, String image) {}

    private static void assertArrive(Names names) {
        String cluster = names.cluster();
        String application = names.application();
        String other = names.namespace();
        String image = names.image();
        Map<String, Object> spec = spec(cluster, application, other);
        istio(spec).putAll(Map.of("meshId", other, "revisionTag", other, "trustDomain", "1e3", "hub", "0x1/" + other));
        application(spec).put("image", image);
        application(spec)
                .put(
                        "resources",
                        Map.of(
                                "cpuRequest",
                                "0.5",
                                "cpuLimit",
                                "1",
                                "memoryLimit",
                                "2000k",
                                "memoryRequest",
                                "1048576"));
        List<Object> seen = new ArrayList<>();

        for (YamlTree yaml : readers(spec)) {
            Node operator = yaml.object("clusters/" + cluster + "/istio/operator.yaml", "IstioOperator");
            assertThat(string(operator.at("spec", "values", "global", "multiCluster", "clusterName")))
                    .isEqualTo(cluster);
            assertThat(string(operator.at("spec", "values", "global", "meshID")))
                    .isEqualTo(other);
            assertThat(string(operator.at("spec", "hub"))).isEqualTo("0x1/" + other);
            assertThat(string(operator.at("spec", "meshConfig", "trustDomain"))).isEqualTo("1e3");
            Node namespace = yaml.object("clusters/" + cluster + "/namespaces.yaml", "Namespace", other);
            assertThat(string(namespace.at("metadata", "labels", "istio.io/rev")))
                    .isEqualTo(other);
            Node deployment =
                    yaml.object("clusters/" + cluster + "/applications/" + application + ".yaml", "Deployment");
            assertThat(string(deployment.at("metadata", "name"))).isEqualTo(application);
            assertThat(string(deployment.at("metadata", "namespace"))).isEqualTo(other);
            Node container = deployment.at("spec", "template", "spec", "containers", 0);
            assertThat(string(container.at("image"))).isEqualTo(image);
            assertThat(string(container.at("resources", "limits", "memory"))).isEqualTo("2000k");
            seen.add(yaml.paths().stream().map(yaml::documents).toList());
        }
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
    }

    /** The specification's tree as a reader of YAML 1.2 and one of YAML 1.1 see it. */
    private static List<YamlTree> readers(Map<String, Object> spec) {
        FileTree tree = Meshgen.tree(JSON.writeValueAsString(spec));
        return List.of(new YamlTree(tree), new YamlTree(tree, HostileYamlProperties::parseYaml11));
    }

    private static List<Object> parseYaml11(String text) {
        List<Object> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text).forEach(documents::add);
        return documents;
    }

    private static String string(Node node) {
        assertThat(node.value()).containsInstanceOf(String.class);
        return node.text();
    }

    private static Map<String, Object> spec(String cluster, String application, String namespace) {
        Map<String, Object> spec = new TreeMap<>();
        spec.put(
                "azure",
                Map.of(
                        "subscriptionId", "11111111-1111-1111-1111-111111111111",
                        "tenantId", "22222222-2222-2222-2222-222222222222",
                        "sharedCluster", cluster));
        spec.put("istio", new TreeMap<>(Map.of("version", "1.31.0")));
        spec.put(
                "clusters",
                List.of(Map.of(
                        "name",
                        cluster,
                        "region",
                        "westeurope",
                        "kubernetesVersion",
                        "1.35",
                        "network",
                        Map.of("addressSpace", "10.52.0.0/16"))));
        spec.put(
                "applications",
                List.of(new TreeMap<>(Map.of(
                        "name",
                        application,
                        "namespace",
                        namespace,
                        "image",
                        "registry.k8s.io/echoserver:1.10",
                        "port",
                        8080,
                        "runsIn",
                        List.of(cluster),
                        "ingress",
                        Map.of("cluster", cluster, "host", "echo.contoso.example", "tls", "endToEnd")))));
        return Map.of(
                "apiVersion",
                "meshgen.dev/v1alpha1",
                "kind",
                "Mesh",
                "metadata",
                Map.of("name", "contoso"),
                "spec",
                spec);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> istio(Map<String, Object> spec) {
        return (Map<String, Object>) ((Map<String, Object>) spec.get("spec")).get("istio");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> application(Map<String, Object> spec) {
        return ((List<Map<String, Object>>) ((Map<String, Object>) spec.get("spec")).get("applications")).get(0);
    }
}
