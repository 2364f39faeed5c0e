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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

    @ParameterizedTest
    @MethodSource("specs")
    void down_sh_says_what_becomes_of_the_key_vault(Path spec) throws IOException {
        String text = Files.readString(spec);
        boolean purged = text.contains("purgeProtection: false");

        String script = Meshgen.tree(text).text("scripts/down.sh");

        assertThat(script).contains("Key Vault $KEY_VAULT is " + (purged ? "purged" : "soft-deleted"));
        assertThat(script).doesNotContain("Key Vault $KEY_VAULT is " + (purged ? "soft-deleted" : "purged"));
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
        Path spec = Files.writeString(
                folder.resolve("mesh.yaml"),
                Samples.text("two-regions").text().replaceFirst("registry.k8s.io/echoserver:1.10", image));
        Path tree = folder.resolve("tree");
        assertThat(Meshgen.run("generate", "--without-ca", spec.toString(), "-d", tree.toString())
                        .exit())
                .isZero();

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
}
