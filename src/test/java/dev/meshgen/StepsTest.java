package dev.meshgen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.FileTree;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What up.sh runs, and what a step calls. */
class StepsTest {
    private static final Pattern REVISION = Pattern.compile("\\b1-\\d{1,2}-\\d{1,2}\\b");

    static Stream<Path> specs() throws IOException {
        try (Stream<Path> valid = Files.list(Path.of("src/test/resources/spec/valid"));
                Stream<Path> samples = Files.list(Path.of("samples"))) {
            List<Path> all = Stream.concat(valid, samples.map(folder -> folder.resolve("mesh.yaml")))
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("specs")
    void up_sh_names_every_step_and_nothing_else(Path spec) throws IOException {
        FileTree tree = Meshgen.tree(Files.readString(spec));
        List<String> steps = tree.files().keySet().stream()
                .filter(path -> path.matches("scripts/\\d\\d-.*\\.sh"))
                .map(path -> path.substring("scripts/".length(), path.length() - ".sh".length()))
                .toList();

        String list = tree.text("scripts/up.sh").replaceAll("(?s).*\\nsteps=\\(\\n(.*?)\\)\\n.*", "$1");

        assertThat(list.lines().map(String::strip)).containsExactlyElementsOf(steps);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"--only ''; 64", "--only 04 --from 02; 64", "--only 99; 64", "--only 11,04; 0"},
            delimiter = ';',
            quoteCharacter = '"')
    void up_sh_runs_the_steps_of_a_list_and_nothing_for_an_empty_one(String options, int exit) throws Exception {
        Process process = new ProcessBuilder(
                        "bash", "-c", "out/two-regions/scripts/up.sh --dry-run " + options + " 2>&1")
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(printed).isEqualTo(exit);
        if (exit == 0) {
            assertThat(printed.lines().map(line -> line.replaceFirst(" .*", "")))
                    .containsExactly("04-create-namespaces", "11-call-applications");
        }
    }

    @Test
    void up_sh_runs_nothing_where_a_step_is_missing(@TempDir Path folder) throws Exception {
        String copied = "cp -R out/two-regions/scripts " + folder + " && cd " + folder
                + " && rm scripts/07-install-istio.sh && scripts/up.sh --only 04 2>&1";
        Process process = new ProcessBuilder("bash", "-c", copied).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isOne();
        assertThat(printed)
                .isEqualTo(
                        "error: Missing: scripts/07-install-istio.sh meshgen.lock.json. `meshgen generate` writes what is missing;"
                                + " nothing was run.\n");
    }

    @ParameterizedTest
    @MethodSource("specs")
    void down_sh_says_what_becomes_of_the_key_vault(Path spec) throws IOException {
        String text = Files.readString(spec);
        boolean purged = text.contains("purgeProtection: false");

        String script = Meshgen.tree(text).text("scripts/down.sh");

        assertThat(script).contains("Key Vault $KEY_VAULT is " + (purged ? "purged" : "soft-deleted"));
        assertThat(script).doesNotContain("Key Vault $KEY_VAULT is " + (purged ? "soft-deleted" : "purged"));
    }

    private static Path generated(Path folder, String text) throws IOException {
        Path spec = Files.writeString(folder.resolve("mesh.yaml"), text);
        Path tree = folder.resolve("tree");
        assertThat(Meshgen.run("generate", "--without-ca", spec.toString(), "-d", tree.toString())
                        .exit())
                .isZero();
        return tree;
    }

    /** az, kubectl as far as step 10 gets: the registry holds `shop:2` only. */
    private static final String PROGRAMS = """
            az() {
              case "$*" in
                *"repository show"*"--image shop:2 "*) ;;
                *"repository show"*) echo "ERROR: manifest tagged by 1 is not found." >&2; return 1 ;;
                version*) echo 2.91.0 ;;
                "account show"*) echo 22222222-2222-2222-2222-222222222222 ;;
              esac
            }
            kubectl() {
              case "$*" in
                *"rollout status"* | *apply*) echo "kubectl $*" ;;
                version*) echo '{"clientVersion": {"major": "1", "minor": "35"}}' ;;
              esac
            }
            export -f az kubectl
            """;

    @ParameterizedTest
    @CsvSource({
        "tworegionsacr.azurecr.io/shop:1, 1, az acr build --registry tworegionsacr --image shop:1 .",
        "tworegionsacr.azurecr.io/shop:2, 0, Every application is ready.",
        "elsewhere.azurecr.io/shop:1, 0, Every application is ready."
    })
    void step_10_names_what_the_registry_lacks(String image, int exit, String said, @TempDir Path folder)
            throws Exception {
        Path tree = generated(
                folder, Samples.text("two-regions").text().replaceFirst("registry.k8s.io/echoserver:1.10", image));

        Process process = new ProcessBuilder(
                        "bash", "-c", PROGRAMS + tree.resolve("scripts/10-deploy-applications.sh") + " 2>&1")
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(printed).isEqualTo(exit);
        assertThat(printed).contains(said);
        assertThat(printed.contains("kubectl --context one apply")).as(printed).isEqualTo(exit == 0);
        assertThat(Files.readString(tree.resolve("README.md")).contains("has to hold `shop:"))
                .isEqualTo(image.startsWith("tworegions"));
    }

    /**
     * az as far as step 17 gets: the gateway's identity may read the secret after some attempts.
     */
    private static final String FRONTEND = """
            az() {
              case "$*" in
                version*) echo 2.91.0 ;;
                "account show"*) echo 22222222-2222-2222-2222-222222222222 ;;
                *"certificate show"*) echo https://vault/secrets/echoserver-frontend/1 ;;
                *"ssl-cert list"*)
                  if [[ -e added ]]; then
                    echo '[{"name": "echoserver-frontend",
                      "keyVaultSecretId": "https://vault/secrets/echoserver-frontend"}]'
                  else
                    echo '[]'
                  fi ;;
                *"ssl-cert create"*)
                  echo attempt >> attempts
                  (($(wc -l < attempts) > REFUSALS)) || { echo "ERROR: ($CODE) No." >&2; return 1; }
                  touch added ;;
              esac
            }
            export -f az
            """;

    @ParameterizedTest
    @CsvSource({
        "ApplicationGatewayKeyVaultSecretException, 2, 900, 0, 3",
        "ApplicationGatewayKeyVaultSecretException, 9, 0, 1, 1",
        "AnotherOperationInProgress, 2, 900, 1, 1"
    })
    void step_17_waits_for_a_role_and_for_nothing_else(
            String code, int refusals, int wait, int exit, int attempts, @TempDir Path folder) throws Exception {
        Path tree = generated(folder, Samples.text("two-regions").text());

        ProcessBuilder step = new ProcessBuilder(
                        "bash", "-c", FRONTEND + tree.resolve("scripts/17-add-frontend-certificates.sh") + " 2>&1")
                .directory(folder.toFile());
        step.environment()
                .putAll(Map.of(
                        "CODE",
                        code,
                        "REFUSALS",
                        Integer.toString(refusals),
                        "MESH_WAIT_SECONDS",
                        Integer.toString(wait),
                        "MESH_PAUSE_SECONDS",
                        "0"));
        Process process = step.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(printed).isEqualTo(exit);
        assertThat(Files.readAllLines(folder.resolve("attempts"))).as(printed).hasSize(attempts);
        assertThat(printed).contains(exit == 0 ? "have the frontend certificates" : code);
    }

    /** kubectl as far as step 04 gets: Cilium is as the variables say. */
    private static final String CILIUM = """
            kubectl() {
              case "$*" in
                *bpf-lb-sock-hostns-only*) echo "$HOST_ONLY" ;;
                *cni-exclusive*) echo "$EXCLUSIVE" ;;
                *topology*) echo two-regions-flat ;;
                *apply*) echo "kubectl $*" ;;
                version*) echo '{"clientVersion": {"major": "1", "minor": "35"}}' ;;
              esac
            }
            export -f kubectl
            """;

    @ParameterizedTest
    @CsvSource({
        "true, true, false, 0, The namespaces exist in every cluster.",
        "true, true, true, 1, cni-exclusive of ConfigMap cilium-config in kube-system is true",
        "true, true, '', 1, cni-exclusive of ConfigMap cilium-config in kube-system is missing",
        "true, false, false, 1, bpf-lb-sock-hostns-only of ConfigMap cilium-config in kube-system is false",
        "false, true, true, 0, The namespaces exist in every cluster.",
        "false, '', true, 1, bpf-lb-sock-hostns-only of ConfigMap cilium-config in kube-system is missing"
    })
    void step_04_changes_nothing_where_cilium_is_in_the_way(
            String cni, String hostOnly, String exclusive, int exit, String said, @TempDir Path folder)
            throws Exception {
        Path tree = generated(
                folder,
                Samples.text("two-regions")
                        .text()
                        .replaceFirst("( +)version: " + Samples.ISTIO, "$0\n$1cni: " + cni + " "));

        ProcessBuilder step =
                new ProcessBuilder("bash", "-c", CILIUM + tree.resolve("scripts/04-create-namespaces.sh") + " 2>&1");
        step.environment().putAll(Map.of("HOST_ONLY", hostOnly, "EXCLUSIVE", exclusive));
        Process process = step.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(printed).isEqualTo(exit);
        assertThat(printed).contains(said);
        assertThat(printed.contains("kubectl --context one apply")).as(printed).isEqualTo(exit == 0);
    }

    @Test
    void no_template_names_a_revision_of_some_mesh() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("templates"))) {
            for (Path template : all.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(template))
                        .as("%s", template)
                        .noneMatch(line -> REVISION.matcher(line).find());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/ready, /, /ready", "/api, /api, /api", "/api/ready, /api, /api/ready", "/ready, /api, /api"})
    void the_health_path_is_called_from_outside_if_it_is_exposed(String health, String path, String called) {
        String spec = Samples.text("two-regions").text();
        String changed = spec.replaceFirst("(\\n +)- name: echoserver", "$1- name: echoserver$1  healthPath: " + health)
                .replaceFirst("host: echo.contoso.example", "host: echo.contoso.example, path: " + path);
        assertThat(changed).contains("healthPath: " + health, "path: " + path);

        assertThat(Meshgen.tree(changed).text("scripts/env.sh")).contains("\nCALL_PATH[echoserver]=" + called + "\n");
    }

    /** terraform, as far as step 00 gets to plan; az as far as it asks who runs it. */
    private static final String PLANNER = """
            az() {
              case "$*" in
                version*) echo 2.91.0 ;;
                "account show"*) echo 22222222-2222-2222-2222-222222222222 ;;
              esac
            }
            terraform() {
              case "$*" in
                version*) echo '{"terraform_version": "1.11.4"}' ;;
                *" plan "*) echo "PLAN $*" >&2; return 2 ;;
                *" show "*) jq -n '{resource_changes: [$ARGS.positional[] | {address: ., change: {actions: ["delete"]}}]}' --args $LOST ;;
                *" apply "*) return 1 ;;
              esac
            }
            export -f az terraform
            export MESH_SKIP_NAMES=test MESH_SKIP_SIZES=test MESH_SKIP_QUOTA=test
            """;

    private static final String POD = "azurerm_role_assignment.vault_pods[\"one/former-tls-key\"]";
    private static final String ROLE_OF_GATEWAY =
            "azurerm_role_assignment.vault_application_gateways[\"one/former-frontend\"]";

    static Stream<Arguments> plans() {
        String other = "azurerm_monitor_diagnostic_setting.vault";
        String cluster = "module.cluster-one.azurerm_kubernetes_cluster.this";
        String gateway = "module.cluster-one.azurerm_application_gateway.this[0]";
        String allowed = "MESH_ALLOW_DESTROY=yes";
        return Stream.of(
                Arguments.of(allowed, List.of(POD, ROLE_OF_GATEWAY, other), List.of(other)),
                Arguments.of(allowed, List.of(POD, ROLE_OF_GATEWAY, gateway), List.of(ROLE_OF_GATEWAY, gateway)),
                Arguments.of(allowed, List.of(POD, ROLE_OF_GATEWAY, cluster, gateway), List.of()),
                Arguments.of(allowed, List.of(POD, ROLE_OF_GATEWAY, "azurerm_key_vault.this"), List.of()),
                Arguments.of(allowed + " MESH_REMOVE_ROLES=yes", List.of(POD, ROLE_OF_GATEWAY, other), List.of()));
    }

    /** No target is all of them. */
    @ParameterizedTest
    @MethodSource("plans")
    void step_00_leaves_the_role_on_a_secret_to_what_still_reads_it(
            String set, List<String> lost, List<String> targets, @TempDir Path folder) throws Exception {
        Path tree = folder.resolve("tree");
        Meshgen.run("generate", "--without-ca", "samples/two-regions/mesh.yaml", "-d", tree.toString());

        ProcessBuilder builder = new ProcessBuilder(
                "bash", "-c", PLANNER + set + " " + tree.resolve("scripts/00-apply-terraform.sh") + " 2>&1");
        builder.environment().put("LOST", String.join(" ", lost));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(printed).isOne();
        String last = printed.substring(printed.lastIndexOf("PLAN"))
                .lines()
                .findFirst()
                .orElseThrow();
        assertThat(Stream.of(last.split(" ")).filter(word -> word.startsWith("-target=")))
                .as(printed)
                .containsExactlyElementsOf(
                        targets.stream().map(each -> "-target=" + each).toList());
        assertThat(printed).contains("terraform apply failed");
    }

    /**
     * az, kubectl as far as remove-what-left.sh gets: Key Vault holds the key of an application
     * that left.
     */
    private static final String LEFT = """
            az() {
              case "$*" in
                version*) echo 2.91.0 ;;
                "account show"*) echo 22222222-2222-2222-2222-222222222222 ;;
                "keyvault secret list"*) echo '[{"name": "former-tls-key", "tags": {"meshgen": "two-regions"}}]' ;;
                *list*) echo '[]' ;;
              esac
            }
            kubectl() {
              case "$*" in
                version*) echo '{"clientVersion": {"major": "1", "minor": "35"}}' ;;
                *"--output name"*) echo secrets ;;
                *) echo '{"items": []}' ;;
              esac
            }
            export -f az kubectl
            """;

    @Test
    void where_the_roles_of_what_left_stay_the_last_line_is_the_command_that_removes_them(@TempDir Path folder)
            throws Exception {
        Path tree = generated(folder, Samples.text("two-regions").text());
        String refusal = "terraform() { [[ $* == version* ]] && echo '{\"terraform_version\": \"1.11.4\"}'; }\n"
                + "export -f terraform\n";

        Process process = new ProcessBuilder(
                        "bash", "-c", LEFT + refusal + tree.resolve("scripts/remove-what-left.sh") + " --yes 2>&1")
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(printed).isOne();
        List<String> lines = printed.lines().toList();
        assertThat(lines.subList(lines.size() - 3, lines.size()))
                .as(printed)
                .containsExactly(
                        "error: Step 00-apply-terraform failed at Azure (exit status 1). Fix the error above, "
                                + "then resume with: MESH_REMOVE_ROLES=yes scripts/up.sh --only 00",
                        "error: What is listed above was removed, but not the roles on it, which step 00 removes: "
                                + "it failed.",
                        "error: scripts/remove-what-left.sh failed (exit status 1). Fix the error above, "
                                + "then resume with: MESH_REMOVE_ROLES=yes scripts/up.sh --only 00");
    }
}
