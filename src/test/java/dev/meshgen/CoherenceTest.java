package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.testing.FileTree;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Samples;
import dev.meshgen.testing.YamlTree;
import dev.meshgen.testing.YamlTree.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Places that must agree do: for five clusters, what one file writes is what the other one reads.
 */
@ExtendWith(SoftAssertionsExtension.class)
class CoherenceTest {
    private static final String SAMPLE = "five-clusters";
    private static final Mesh MESH = Samples.mesh(SAMPLE);
    private static final FileTree TREE = Meshgen.tree(Samples.text(SAMPLE).text());
    private static final YamlTree YAML = new YamlTree(TREE);

    @InjectSoftAssertions
    private SoftAssertions softly;

    @Test
    void a_clusters_name_and_network_and_the_revision_are_the_same_wherever_istio_reads_them() {
        for (Cluster cluster : MESH.clusters()) {
            Node operator = YAML.object(istio(cluster, "operator.yaml"), "IstioOperator");
            Node values = operator.at("spec", "values", "global");
            equal(cluster.name(), values.at("multiCluster", "clusterName"), operator.at("metadata", "name"));
            equal(MESH.istio().identity().meshId(), values.at("meshID"));
            Node eastWest = gateway(operator, "istio-eastwestgateway");
            equal(
                    cluster.istioNetwork(),
                    values.at("network"),
                    label(cluster, "istio-system", "topology.istio.io/network"),
                    eastWest.at("label", "topology.istio.io/network"),
                    eastWest.at("k8s", "env")
                            .named("ISTIO_META_REQUESTED_NETWORK_VIEW")
                            .at("value"));
            equal(
                    MESH.istio().revision(),
                    operator.at("spec", "revision"),
                    label(cluster, "istio-ingress", "istio.io/rev"));
            for (String namespace : MESH.applicationNamespaces()) {
                equal(MESH.istio().injectionLabel(), label(cluster, namespace, "istio.io/rev"));
            }
            String module = TREE.text("terraform/cluster-" + cluster.name() + ".tf");
            softly.assertThat(module)
                    .contains("module \"cluster-" + cluster.name() + "\"")
                    .contains("\"" + MESH.istiodServiceAccount(MESH.istio().revision()) + "\"")
                    .contains("\"" + MESH.ingressGatewayServiceAccount() + "\"");
        }
    }

    @Test
    void every_vault_object_has_the_name_under_which_it_is_stored_and_is_mounted_under_the_name_that_is_read() {
        for (Cluster cluster : MESH.clusters()) {
            Map<String, String> authority = new LinkedHashMap<>();
            authority.put("root-cert.pem", MESH.rootCertificateSecret());
            authority.put("ca-cert.pem", cluster.caCertificateSecret());
            authority.put("ca-key.pem", cluster.caKeySecret());
            authority.put("cert-chain.pem", cluster.certificateChainSecret());
            Node ca = YAML.object(istio(cluster, "secret-provider-class.yaml.tmpl"), "SecretProviderClass");
            softly.assertThat(vaultObjects(ca)).isEqualTo(authority);

            Map<String, String> pairs = new LinkedHashMap<>();
            for (Application application : MESH.tlsApplications(cluster)) {
                pairs.put(application.tlsCertificateAlias(), application.tlsCertificateSecret());
                pairs.put(application.tlsKeyAlias(), application.tlsKeySecret());
            }
            String path = "clusters/" + cluster.name() + "/ingress/secret-provider-class.yaml.tmpl";
            softly.assertThat(YAML.holds(path)).isEqualTo(!pairs.isEmpty());
            if (!pairs.isEmpty()) {
                softly.assertThat(vaultObjects(YAML.object(path, "SecretProviderClass")))
                        .isEqualTo(pairs);
            }
        }
    }

    @Test
    void secret_provider_classes_are_where_the_pods_are_that_mount_them_and_name_the_vault_that_terraform_makes() {
        for (Cluster cluster : MESH.clusters()) {
            Node operator = YAML.object(istio(cluster, "operator.yaml"), "IstioOperator");
            Node ca = YAML.object(istio(cluster, "secret-provider-class.yaml.tmpl"), "SecretProviderClass");
            equal("istio-system", ca.at("metadata", "namespace"), operator.at("metadata", "namespace"));
            Node pilot = operator.at("spec", "values", "pilot");
            equal(
                    ca.at("metadata", "name").text(),
                    pilot.at("volumes", 0, "csi", "volumeAttributes", "secretProviderClass"));
            equal(pilot.at("volumes", 0, "name").text(), pilot.at("volumeMounts", 0, "name"));
            equal(pilot.at("env", "ROOT_CA_DIR").text(), pilot.at("volumeMounts", 0, "mountPath"));
            equal(MESH.azure().keyVault().name(), ca.at("spec", "parameters", "keyvaultName"));
            equal(MESH.azure().account().tenantId(), ca.at("spec", "parameters", "tenantID"));

            Node gateway = gateway(operator, "istio-ingressgateway");
            Node overlay = gateway.at("k8s", "overlays", 0);
            equal(gateway.at("name").text(), overlay.at("name"));
            Node volume = overlay.at("patches", 2);
            softly.assertThat(volume.value().isPresent())
                    .isEqualTo(!MESH.tlsApplications(cluster).isEmpty());
            if (volume.value().isPresent()) {
                Node tls = YAML.object(
                        "clusters/" + cluster.name() + "/ingress/secret-provider-class.yaml.tmpl",
                        "SecretProviderClass");
                equal(gateway.at("namespace").text(), tls.at("metadata", "namespace"));
                equal(
                        tls.at("metadata", "name").text(),
                        volume.at("value", "csi", "volumeAttributes", "secretProviderClass"));
                equal(MESH.azure().keyVault().name(), tls.at("spec", "parameters", "keyvaultName"));
                equal(MESH.azure().account().tenantId(), tls.at("spec", "parameters", "tenantID"));
            }
        }
        softly.assertThat(TREE.text("terraform/shared.tf"))
                .containsPattern("resource \"azurerm_key_vault\" \"this\" \\{\\s+name += \""
                        + MESH.azure().keyVault().name() + "\"");
    }

    @Test
    void a_host_is_the_same_from_the_application_gateway_to_the_route() {
        for (Application application : MESH.applications()) {
            String path = ingress(application);
            String host = application.ingress().orElseThrow().host();
            Node ingress = YAML.object(path, "Ingress");
            equal(
                    host,
                    YAML.object(path, "Gateway").at("spec", "servers", 0, "hosts", 0),
                    YAML.object(path, "VirtualService").at("spec", "hosts", 0),
                    ingress.at("spec", "rules", 0, "host"),
                    annotation(ingress, "backend-hostname"),
                    annotation(ingress, "health-probe-hostname"));
            Node routes = YAML.object(path, "VirtualService").at("spec", "http");
            equal(
                    routes.named("probe").at("match", 0, "uri", "exact").text(),
                    annotation(ingress, "health-probe-path"));
            equal(
                    ingress.at("spec", "rules", 0, "http", "paths", 0, "path").text(),
                    routes.named("application")
                            .at(
                                    "match",
                                    0,
                                    "uri",
                                    application.ingress().orElseThrow().isWholeHost() ? "prefix" : "exact"));
        }
    }

    @Test
    void a_path_lets_in_itself_and_what_is_below_it_but_no_longer_name() {
        List<Application> partial = MESH.applications().stream()
                .filter(application -> !application.ingress().orElseThrow().isWholeHost())
                .toList();
        assertThat(partial).isNotEmpty();
        for (Application application : partial) {
            String path = application.ingress().orElseThrow().path();
            List<Node> matches = YAML.object(ingress(application), "VirtualService")
                    .at("spec", "http")
                    .named("application")
                    .at("match")
                    .items();
            softly.assertThat(matches).hasSize(2);
            equal(path, matches.get(0).at("uri", "exact"));
            equal(path + "/", matches.get(1).at("uri", "prefix"));
        }
    }

    @Test
    void certificates_are_named_the_same_by_who_stores_and_who_serves_them() {
        List<Application> secured = MESH.clusters().stream()
                .flatMap(cluster -> MESH.tlsApplications(cluster).stream())
                .toList();
        assertThat(secured).isNotEmpty();
        for (Application application : secured) {
            String path = ingress(application);
            Node ingress = YAML.object(path, "Ingress");
            Node secret = YAML
                    .object(
                            path.replace(application.name() + ".yaml", "secret-provider-class.yaml.tmpl"),
                            "SecretProviderClass")
                    .at("spec", "secretObjects")
                    .items()
                    .stream()
                    .filter(each -> each.at("secretName").is(application.tlsSecret()))
                    .findFirst()
                    .orElseThrow();
            equal(
                    secret.at("secretName").text(),
                    YAML.object(path, "Gateway").at("spec", "servers", 0, "tls", "credentialName"));
            equal(application.tlsCertificateAlias(), secret.at("data", 0, "objectName"));
            equal(application.tlsKeyAlias(), secret.at("data", 1, "objectName"));
            equal(application.frontendCertificate(), annotation(ingress, "appgw-ssl-certificate"));
            equal(MESH.trustedRootCertificate(), annotation(ingress, "appgw-trusted-root-certificate"));
        }
    }

    @Test
    void gateways_and_routes_and_services_find_one_another() {
        for (Application application : MESH.applications()) {
            String path = ingress(application);
            Node operator = YAML.object(path.replaceFirst("ingress/[^/]*$", "istio/operator.yaml"), "IstioOperator");
            Node pods = gateway(operator, "istio-ingressgateway");
            Node gateway = YAML.object(path, "Gateway");
            Node route = YAML.object(path, "VirtualService");
            Node ingress = YAML.object(path, "Ingress");
            equal(gateway.at("metadata", "name").text(), route.at("spec", "gateways", 0));
            for (Node object : List.of(gateway, route, ingress)) {
                equal(pods.at("namespace").text(), object.at("metadata", "namespace"));
            }
            softly.assertThat(pods.at("label")
                            .map()
                            .entrySet()
                            .containsAll(gateway.at("spec", "selector").map().entrySet()))
                    .as("selector of " + path)
                    .isTrue();
            Node backend = ingress.at("spec", "rules", 0, "http", "paths", 0, "backend", "service");
            equal(pods.at("name").text(), backend.at("name"));
            equal(gateway.at("spec", "servers", 0, "port", "number").text(), backend.at("port", "number"));

            Node destination = route.at("spec", "http").named("application").at("route", 0, "destination");
            for (Cluster cluster : MESH.clusters()) {
                Node service = YAML.object(application(application, cluster), "Service");
                equal(
                        service.at("metadata", "name").text() + "."
                                + service.at("metadata", "namespace").text() + ".svc.cluster.local",
                        destination.at("host"));
                equal(service.at("spec", "ports", 0, "port").text(), destination.at("port", "number"));
            }
        }
    }

    @Test
    void an_applications_service_selects_the_pods_of_its_deployment_and_is_in_a_namespace_of_the_cluster() {
        for (Application application : MESH.applications()) {
            for (Cluster cluster : MESH.clusters()) {
                String path = application(application, cluster);
                Node service = YAML.object(path, "Service");
                equal(
                        service.at("metadata", "namespace").text(),
                        YAML.object(namespaces(cluster), "Namespace", application.namespace())
                                .at("metadata", "name"));
                if (application.runsInCluster(cluster)) {
                    Node deployment = YAML.object(path, "Deployment");
                    Node pod = deployment.at("spec", "template");
                    softly.assertThat(pod.at("metadata", "labels")
                                    .map()
                                    .entrySet()
                                    .containsAll(
                                            service.at("spec", "selector").map().entrySet()))
                            .as("selector of the Service in " + path)
                            .isTrue();
                    Node port = pod.at("spec", "containers", 0, "ports", 0);
                    equal(port.at("name").text(), service.at("spec", "ports", 0, "targetPort"));
                    equal(
                            YAML.object(path, "ServiceAccount")
                                    .at("metadata", "name")
                                    .text(),
                            pod.at("spec", "serviceAccountName"));
                    for (String kind : List.of("Deployment", "ServiceAccount", "PodDisruptionBudget")) {
                        equal(application.namespace(), YAML.object(path, kind).at("metadata", "namespace"));
                    }
                }
            }
        }
    }

    @Test
    void the_cross_network_gateway_selects_the_east_west_gateway() {
        for (Cluster cluster : MESH.clusters()) {
            Node operator = YAML.object(istio(cluster, "operator.yaml"), "IstioOperator");
            Node eastWest = gateway(operator, "istio-eastwestgateway");
            Node crossing = YAML.object(istio(cluster, "cross-network-gateway.yaml"), "Gateway");
            softly.assertThat(eastWest.at("label")
                            .map()
                            .entrySet()
                            .containsAll(crossing.at("spec", "selector").map().entrySet()))
                    .isTrue();
            equal(eastWest.at("namespace").text(), crossing.at("metadata", "namespace"));
            softly.assertThat(eastWest.at("k8s", "service", "ports")
                            .named("tls")
                            .at("port")
                            .value())
                    .isEqualTo(
                            crossing.at("spec", "servers", 0, "port", "number").value());
        }
    }

    /** Every place is what the first argument says. */
    private void equal(String expected, Node... places) {
        softly.assertThat(expected).isNotEqualTo(YamlTree.NOTHING);
        for (Node place : places) {
            softly.assertThat(place.text()).isEqualTo(expected);
        }
    }

    /** Alias to object name, as the CSI provider would read them. */
    private static Map<String, String> vaultObjects(Node providerClass) {
        Map<String, String> objects = new LinkedHashMap<>();
        Node list = node(providerClass.at("spec", "parameters", "objects").text());
        for (Node item : list.at("array").items()) {
            Node object = node(item.text());
            assertThat(object.at("objectType").text()).isEqualTo("secret");
            objects.put(object.at("objectAlias").text(), object.at("objectName").text());
        }
        return objects;
    }

    private static Node node(String yaml) {
        return new Node(YamlTree.parse(yaml).stream().findFirst());
    }

    private static Node gateway(Node operator, String name) {
        return operator.at("spec", "components", "ingressGateways").named(name);
    }

    private static Node label(Cluster cluster, String namespace, String key) {
        return YAML.object(namespaces(cluster), "Namespace", namespace).at("metadata", "labels", key);
    }

    private static Node annotation(Node ingress, String key) {
        return ingress.at("metadata", "annotations", "appgw.ingress.kubernetes.io/" + key);
    }

    private static String namespaces(Cluster cluster) {
        return "clusters/" + cluster.name() + "/namespaces.yaml";
    }

    private static String istio(Cluster cluster, String file) {
        return "clusters/" + cluster.name() + "/istio/" + file;
    }

    private static String application(Application application, Cluster cluster) {
        return "clusters/" + cluster.name() + "/applications/" + application.name() + ".yaml";
    }

    private static String ingress(Application application) {
        return "clusters/" + application.ingress().orElseThrow().cluster() + "/ingress/" + application.name() + ".yaml";
    }
}
