package dev.meshgen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.HostilePullRequest;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.PreparedTree;
import dev.meshgen.testing.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a stranger puts into a pull request takes no key, prints no secret, and changes nothing
 * outside the tree.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePullRequestTest {
    @TempDir
    static Path folder;

    private PreparedTree sound;
    private PreparedTree stranger;
    private Map<String, String> files;

    @BeforeAll
    void prepare() throws Exception {
        RequiredTool.assumeOrFail("git");
        RequiredTool.assumeOrFail("openssl");
        RequiredTool.assumeOrFail("jq");
        sound = PreparedTree.in(folder.resolve("sound"));
        stranger = PreparedTree.in(folder.resolve("stranger"));
        git(sound, "init", "--quiet");
        Files.writeString(sound.folder().resolve(".git/info/exclude"), "/outside/\n/moved/\n");
        merge(sound);
        // One file instead of a hundred to copy for each pull request.
        git(sound, "gc", "--quiet");
        files = PreparedTree.snapshot(sound.tree());
        assertThat(assertStep02(sound, new HostilePullRequest("none", "", (tree, other) -> {})))
                .contains("chain to the root");
    }

    private static void merge(PreparedTree tree) throws Exception {
        git(tree, "add", "--all");
        // Whoever adds a file by force isn't held back by .gitignore.
        if (Files.exists(tree.file(".work"), LinkOption.NOFOLLOW_LINKS)) {
            git(tree, "add", "--force", "tree/.work");
        }
        git(
                tree,
                "-c",
                "user.name=x",
                "-c",
                "user.email=x@x.example",
                "commit",
                "--allow-empty",
                "--quiet",
                "--message",
                "x");
    }

    private static String git(PreparedTree tree, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("git", "-C", tree.folder().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Not what whoever runs the tests has set up: to sign commits, say.
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process git = builder.start();
        String printed = new String(git.getInputStream().readAllBytes(), UTF_8);
        assertThat(git.waitFor()).as(printed).isZero();
        return printed;
    }

    @ParameterizedTest
    @MethodSource("dev.meshgen.testing.HostilePullRequests#all")
    void it_is_found_or_harmless(HostilePullRequest request) throws Exception {
        PreparedTree tree =
                sound.copyTo(Files.createTempDirectory(folder, "request").resolve("checkout"));
        request.change().make(tree, stranger);
        merge(tree);
        Map<String, String> outside = PreparedTree.snapshot(tree.outside());
        Map<String, String> merged = PreparedTree.snapshot(tree.tree());

        StringBuilder printed = new StringBuilder();
        // The step reads the tree only: on the same files it says the same.
        if (!merged.equals(files) && hasItsOwnScripts(merged)) {
            printed.append(assertStep02(tree, request));
        }
        boolean passesCi = ci(tree, printed);
        for (List<String> command : List.of(List.of("generate"), List.of("generate", "--force"))) {
            run(tree, command, printed);
        }

        assertThat(printed.toString())
                .contains(request.finding())
                .doesNotContain(PreparedTree.SECRET, "\tat ", "internal error")
                .doesNotContain(keyLines());
        if (request.isHarmless()) {
            assertThat(passesCi).as(printed.toString()).isTrue();
            assertThat(changed(tree, merged)).isEmpty();
        } else if (!request.isOnlyNamed()) {
            assertThat(passesCi).as(printed.toString()).isFalse();
        }
        assertNothingTaken(tree, outside);
    }

    private List<String> keyLines() throws IOException {
        List<String> all = new ArrayList<>();
        for (PreparedTree each : List.of(sound, stranger)) {
            for (String key : List.of("root-key.pem", "one/ca-key.pem", "applications/echo/tls.key")) {
                Files.readAllLines(each.file("pki/private/" + key)).stream()
                        .filter(line -> !line.startsWith("-----"))
                        .forEach(all::add);
            }
        }
        return all;
    }

    /** The files that the runs have changed; a journal goes once its run is completed. */
    private static Set<String> changed(PreparedTree tree, Map<String, String> merged) throws IOException {
        Map<String, String> now = PreparedTree.snapshot(tree.tree());
        Set<String> all = new TreeSet<>(now.keySet());
        all.addAll(merged.keySet());
        all.removeIf(file -> file.equals(".meshgen.journal") || Objects.equals(now.get(file), merged.get(file)));
        return all;
    }

    /**
     * Changed scripts are a stranger's program: nobody may run them, and {@code check} names them.
     */
    private boolean hasItsOwnScripts(Map<String, String> merged) {
        return files.entrySet().stream()
                .filter(each -> each.getKey().startsWith("scripts/"))
                .allMatch(each -> each.getValue().equals(merged.get(each.getKey())));
    }

    /** As an operator does who applies what was merged. */
    private static String assertStep02(PreparedTree tree, HostilePullRequest request) throws Exception {
        Process step = new ProcessBuilder(
                        "bash", tree.file("scripts/02-check-certificates.sh").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(step.getInputStream().readAllBytes(), UTF_8);
        assertThat(step.waitFor()).as(printed).isEqualTo(request.step() == HostilePullRequest.Step.STOPS ? 1 : 0);
        return printed;
    }

    /**
     * Runs what docs/security.md lets CI run on a stranger's pull request, though here with the
     * keys; whether all is well.
     */
    private static boolean ci(PreparedTree tree, StringBuilder printed) throws Exception {
        int failed = 0;
        for (List<String> command : List.of(
                List.of("validate"), List.of("check"), List.of("generate", "--without-ca"), List.of("ca", "verify"))) {
            failed += run(tree, command, printed);
        }
        return failed == 0 && git(tree, "status", "--porcelain").isEmpty();
    }

    private static int run(PreparedTree tree, List<String> command, StringBuilder printed) {
        List<String> all = new ArrayList<>(command);
        Path templates = tree.folder().resolve("templates");
        if (Files.exists(templates) && List.of("check", "generate").contains(command.get(0))) {
            all.addAll(List.of("--templates", templates.toString()));
        }
        Meshgen.Run run = tree.run(all.toArray(String[]::new));
        assertThat(run.exit()).as("%s: %s", all, run.err()).isBetween(0, 2);
        printed.append(run.out()).append(run.err());
        return run.exit();
    }

    private void assertNothingTaken(PreparedTree tree, Map<String, String> outside) throws IOException {
        assertThat(PreparedTree.snapshot(tree.outside())).isEqualTo(outside);
        assertThat(tree.folder().resolve("outside/made")).doesNotExist();
        assertThat(tree.file(".git")).doesNotExist();
        Path rootKey = tree.file("pki/private/root-key.pem");
        if (Files.exists(rootKey, LinkOption.NOFOLLOW_LINKS)) {
            assertThat(rootKey).hasSameTextualContentAs(sound.file("pki/private/root-key.pem"));
        }
        assertThat(PreparedTree.snapshot(tree.tree()).values()).noneMatch(file -> file.contains(PreparedTree.SECRET));
    }
}
