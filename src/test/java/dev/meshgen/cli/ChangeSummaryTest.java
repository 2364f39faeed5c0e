package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.schema.SchemaGuide;
import dev.meshgen.testing.Golden;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code diff} has words for a change of every key of a specification. */
class ChangeSummaryTest {
    private static final Path WORDS = Path.of("src/test/resources/dev/meshgen/cli/changes.txt");
    private static final Pattern SUBJECT = Pattern.compile("(mesh|shared|(cluster|region|application) [a-z]+): ");
    private static final JsonMapper JSON = new JsonMapper();

    /** Of a list, a key is that of its last item. Both clusters have what they could have. */
    private static final String BASE = """
            azure.bastion {"enabled": true, "sku": "Standard"}
            clusters.pods "overlay"
            clusters.applicationGateway {"enabled": true}
            """;

    private static final String CHANGES = """
            metadata.name "contoso"
            azure.subscriptionId "33333333-3333-3333-3333-333333333333"
            azure.tenantId "33333333-3333-3333-3333-333333333333"
            azure.sharedCluster "two"
            azure.tags {"environment": "production", "team": "mesh"}
            azure.adminGroupObjectIds ["44444444-4444-4444-4444-444444444444"]
            azure.deployerObjectId "55555555-5555-5555-5555-555555555555"
            azure.containerRegistry.name "contosoacr7"
            azure.containerRegistry.sku "Standard"
            azure.keyVault.name "contoso-kv-7"
            azure.keyVault.sku "premium"
            azure.keyVault.softDeleteRetentionDays 30
            azure.keyVault.purgeProtection false
            azure.keyVault.publicNetworkAccess false
            azure.keyVault.allowedIpRanges ["203.0.113.0/28"]
            azure.keyVault.access "addonIdentity"
            azure.logAnalytics.retentionDays 60
            azure.logAnalytics.kubernetesAudit "all"
            azure.logAnalytics.metrics true
            azure.bastion.enabled false
            azure.bastion.sku "Premium"
            istio.version "1.31.1"
            istio.previousVersion "1.30.4"
            istio.meshId "contoso"
            istio.trustDomain "contoso.example"
            istio.revisionTag "prod"
            istio.injection "revision"
            istio.cni false
            istio.hub "docker.io/istio"
            istio.accessLogFile ""
            certificateAuthority {"issuer": "certManager"}
            clusters.name "second"
            clusters.region "uksouth"
            clusters.kubernetesVersion "1.36"
            clusters.skuTier "Premium"
            clusters.zones ["1", "2"]
            clusters.apiServer.authorizedIpRanges ["203.0.113.0/28"]
            clusters.pods "subnet"
            clusters.istioNetwork "second"
            clusters.network.addressSpace "10.63.0.0/16"
            clusters.network.podCidr "10.90.0.0/16"
            clusters.network.serviceCidr "172.20.0.0/16"
            clusters.network.dnsServiceIp "172.16.0.20"
            clusters.network.subnets.system "10.53.64.0/20"
            clusters.network.subnets.user "10.53.64.0/20"
            clusters.network.subnets.applicationGateway "10.53.64.0/24"
            clusters.network.subnets.bastion "10.53.64.0/26"
            clusters.network.subnets.privateEndpoints "10.53.64.0/26"
            clusters.network.subnets.pods "10.53.192.0/18"; clusters.pods "subnet"
            clusters.nodePools.system.vmSize "Standard_D8ds_v5"
            clusters.nodePools.system.minCount 1
            clusters.nodePools.system.maxCount 4
            clusters.nodePools.system.maxPods 60
            clusters.nodePools.system.osDiskType "Managed"
            clusters.nodePools.system.osDiskSizeGb 64
            clusters.nodePools.user.vmSize "Standard_D4ds_v5"
            clusters.nodePools.user.minCount 1
            clusters.nodePools.user.maxCount 6
            clusters.nodePools.user.maxPods 60
            clusters.nodePools.user.osDiskType "Managed"
            clusters.nodePools.user.osDiskSizeGb 64
            clusters.applicationGateway.enabled false
            clusters.applicationGateway.sku "Standard_v2"
            clusters.applicationGateway.firewallMode "Detection"
            clusters.applicationGateway.minCapacity 3
            clusters.applicationGateway.maxCapacity 6
            applications.name "echo"
            applications.namespace "echo"
            applications.image "registry.k8s.io/echoserver:1.9"
            applications.port 8081
            applications.servicePort 80
            applications.replicas 3
            applications.runsIn ["one", "two"]
            applications.healthPath "/health"
            applications.runAsUser 1000
            applications.writablePaths ["/tmp"]
            applications.environment {"LEVEL": "debug"}
            applications.resources.cpuRequest "100m"
            applications.resources.memoryRequest "96Mi"
            applications.resources.cpuLimit "1"
            applications.resources.memoryLimit "256Mi"
            applications.callers []
            applications.ingress null
            applications.ingress.cluster "two"
            applications.ingress.host "echo.example.org"
            applications.ingress.path "/echo"
            applications.ingress.tls "none"
            """;

    /** The same of a mesh whose certificates cert-manager signs. */
    private static final String CHANGES_OF_ISSUER = """
            certificateAuthority.certManager.issuerRef.name "other"
            certificateAuthority.certManager.issuerRef.kind "CompanyIssuer"; certificateAuthority.certManager.issuerRef.group "example.org"
            certificateAuthority.certManager.issuerRef.group "example.org"
            certificateAuthority.certManager.rootCertificate.secretName "other"
            certificateAuthority.certManager.rootCertificate.key "other.pem"
            certificateAuthority.certManager.replicas 5
            """;

    /** They have one value, are told by what comes with them, or change no file of the tree. */
    private static final Set<String> WITHOUT_WORDS = Set.of(
            "apiVersion",
            "kind",
            "spec.azure.regions",
            "spec.templates",
            "spec.catalog.istio",
            "spec.catalog.kubernetes",
            "spec.certificateAuthority.issuer",
            "spec.certificateAuthority.keyAlgorithm",
            "spec.certificateAuthority.organization",
            "spec.certificateAuthority.root",
            "spec.certificateAuthority.rootKeyEncryption",
            "spec.certificateAuthority.rootValidityDays",
            "spec.certificateAuthority.intermediateValidityDays",
            "spec.certificateAuthority.serverValidityDays");

    @TempDir
    private Path folder;

    @Test
    void a_change_of_each_key_is_told_in_the_words_of_a_mesh() throws IOException {
        String sample = Files.readString(Path.of("samples/two-regions/mesh.yaml"));
        String ofIssuer = Files.readString(Path.of("src/test/resources/spec/valid/cert-manager.yaml"));

        String all = summaries(changed(sample, BASE).toString(), CHANGES) + summaries(ofIssuer, CHANGES_OF_ISSUER);

        Golden.verify(WORDS, all);
    }

    private String summaries(String spec, String changes) throws IOException {
        Path before = Files.writeString(folder.resolve("before.yaml"), spec);
        String tree = folder.resolve("tree").toString();
        run("generate", "--without-ca", "--force", before.toString(), "-d", tree, "--as-of", Samples.DAY.toString());
        String complete = run("show", before.toString());
        StringBuilder all = new StringBuilder();
        for (String change : changes.lines().toList()) {
            JsonNode changed = changed(complete, change.replace("; ", "\n"));
            Path after = Files.writeString(folder.resolve("after.yaml"), changed.toString());
            List<String> lines = run("diff", after.toString(), "-d", tree, "--stat", "--as-of", Samples.DAY.toString())
                    .lines()
                    .filter(line -> SUBJECT.matcher(line).lookingAt())
                    .toList();
            assertThat(lines).as(change).isNotEmpty();
            all.append(change).append('\n');
            lines.forEach(line -> all.append("  ").append(line).append('\n'));
        }
        return all.toString();
    }

    private static String run(String... arguments) {
        Run run = Meshgen.run(arguments);
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out();
    }

    @Test
    void no_key_is_left_out() {
        List<String> changed = (CHANGES + CHANGES_OF_ISSUER)
                .lines()
                .map(line -> path(line.split(" ", 2)[0]))
                .toList();
        List<String> keys = SchemaGuide.keys();
        assertThat(keys.stream()
                        .filter(key -> keys.stream().noneMatch(other -> other.startsWith(key + ".")))
                        .filter(key -> !key.startsWith("spec.clusterDefaults.") && !WITHOUT_WORDS.contains(key)))
                .isNotEmpty()
                .isSubsetOf(changed);
    }

    private static String path(String key) {
        return key.startsWith("metadata") ? key : "spec." + key;
    }

    /** @param changes a key and its value a line */
    private static JsonNode changed(String spec, String changes) {
        JsonNode document = new YAMLMapper().readTree(spec);
        changes.lines().forEach(change -> {
            String[] parts = change.split(" ", 2);
            set(document, path(parts[0]).split("\\."), JSON.readTree(parts[1]));
        });
        return document;
    }

    private static void set(JsonNode document, String[] path, JsonNode value) {
        JsonNode at = document;
        for (int i = 0; i < path.length - 1; i++) {
            JsonNode next = at.get(path[i]);
            JsonNode found = next == null ? ((ObjectNode) at).putObject(path[i]) : next;
            at = found.isArray() ? found.get(found.size() - 1) : found;
        }
        String key = path[path.length - 1];
        if (value.isNull()) {
            ((ObjectNode) at).remove(key);
        } else {
            ((ObjectNode) at).set(key, value);
        }
    }
}
