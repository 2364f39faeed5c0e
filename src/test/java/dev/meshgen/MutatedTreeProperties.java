package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.meshgen.testing.Cases;
import dev.meshgen.testing.Gen;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.MutatedBytes;
import dev.meshgen.testing.PreparedTree;
import dev.meshgen.testing.Property;
import dev.meshgen.testing.RestoredTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever somebody does to a file of a tree, a run ends with a diagnostic or without one: never
 * with a fault of the program, and never late.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutatedTreeProperties {
    private static final List<String> VERIFY = List.of("ca", "verify");
    private static final List<String> STATUS = List.of("ca", "status");
    private static final List<String> ISSUE = List.of("ca", "issue");
    private static final List<String> CHECK = List.of("check");
    private static final List<String> GENERATE = List.of("generate", "--without-ca");

    @TempDir
    static Path folder;

    private RestoredTree sound;
    private RestoredTree rotating;
    private RestoredTree killed;
    private RestoredTree requested;

    /** A file that is damaged, and the commands that read it. */
    private record Target(RestoredTree tree, String file, List<List<String>> commands) {
        @Override
        public String toString() {
            return file;
        }
    }

    private record Mutation(Target target, long seed) {}

    @BeforeAll
    void prepare() throws IOException {
        PreparedTree tree = PreparedTree.in(folder.resolve("sound"));
        put(tree, "tree/.meshgen.journal", "\n" + "0".repeat(64) + " README.md\n");
        put(tree, "templates/scripts/env.sh", Files.readString(Path.of("templates/scripts/env.sh")));
        put(tree, "templates/extra.txt", """
                [#list mesh.clusters as cluster]
                [=cluster.name] [=cluster.region?upper_case][#if cluster?is_last]!
                [/#if][/#list][#assign a = {"b": [1, 2]}][=a.b[1]?c]
                """);
        put(tree, "answer.pem", Files.readString(tree.file("pki/one/cert-chain.pem")));
        sound = RestoredTree.of(tree);
        rotating = RestoredTree.after(tree, folder.resolve("rotating"), "ca", "rotate", "root", "--step", "trust-both");
        requested = RestoredTree.after(tree, folder.resolve("requested"), "ca", "request", "one");
        killed = RestoredTree.killed(tree, folder);
    }

    private static void put(PreparedTree tree, String name, String text) throws IOException {
        Path file = tree.folder().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Property
    void damaged_certificates_and_keys_are_read_or_refused(Cases cases) {
        List<Target> targets = Stream.of(
                        "root-cert.pem",
                        "one/ca-cert.pem",
                        "one/cert-chain.pem",
                        "one/root-cert.pem",
                        "ingress/cert-chain.pem",
                        "applications/echo/tls.crt",
                        "private/one/ca-key.pem",
                        "private/root-key.pem")
                .map(file -> new Target(sound, "tree/pki/" + file, List.of(VERIFY, STATUS, ISSUE)))
                .toList();
        assertEnd(cases, 250, targets);
    }

    @Property
    void damaged_locks_and_states_are_read_or_refused(Cases cases) {
        assertEnd(
                cases,
                150,
                List.of(
                        new Target(sound, "tree/meshgen.lock.json", List.of(CHECK, GENERATE)),
                        new Target(sound, "tree/.meshgen.journal", List.of(CHECK, GENERATE)),
                        new Target(rotating, "tree/pki/rotation.json", List.of(VERIFY, STATUS, ISSUE))));
    }

    @Property
    void damaged_files_of_a_step_that_was_interrupted_are_read_or_refused(Cases cases) {
        List<List<String>> resume = List.of(VERIFY, ISSUE);
        List<List<String>> answer = List.of(
                List.of("ca", "request", "one"),
                List.of(
                        "ca",
                        "import",
                        "one",
                        folder.resolve("requested/answer.pem").toString()));
        assertEnd(
                cases,
                250,
                List.of(
                        new Target(killed, "tree/pki/private/.step/ready", resume),
                        new Target(killed, "tree/pki/private/.step/begun", resume),
                        new Target(killed, "tree/pki/staged/one/ca-cert.pem", resume),
                        new Target(killed, "tree/pki/private/staged/one/ca-key.pem", resume),
                        new Target(requested, "tree/pki/private/.step/begun", answer),
                        new Target(requested, "tree/pki/private/staged/one/ca-key.pem", answer),
                        new Target(requested, "tree/pki/staged/one/ca-cert.csr", answer),
                        new Target(requested, "answer.pem", answer)));
    }

    @Property
    void damaged_templates_are_rendered_or_refused(Cases cases) {
        List<List<String>> commands = List.of(List.of(
                "check",
                "--templates",
                sound.tree().folder().resolve("templates").toString()));
        assertEnd(
                cases,
                150,
                List.of(
                        new Target(sound, "templates/extra.txt", commands),
                        new Target(sound, "templates/scripts/env.sh", commands)));
    }

    private void assertEnd(Cases cases, int count, List<Target> targets) {
        Gen<Mutation> mutations = new Gen<>(
                List.of(), random -> new Mutation(targets.get(random.nextInt(targets.size())), random.nextLong()));
        Map<Integer, Integer> exits = new TreeMap<>();
        cases.each(count, mutations, mutation -> assertEnds(mutation, exits));
        // Otherwise the damage would be too small, or so large that it is found at once.
        assertThat(exits.keySet()).contains(1).hasSizeGreaterThan(1);
    }

    private static void assertEnds(Mutation mutation, Map<Integer, Integer> exits) throws IOException {
        Target target = mutation.target();
        RestoredTree tree = target.tree();
        try {
            tree.change(target.file(), MutatedBytes.of(tree.content(target.file()), mutation.seed()));
            for (List<String> command : target.commands()) {
                Meshgen.Run run = assertTimeoutPreemptively(
                        Duration.ofSeconds(60), () -> tree.tree().run(command.toArray(String[]::new)));
                // Only `check` has a third answer: the tree isn't as generated.
                assertThat(run.exit())
                        .as("%s: %s", command, run.err())
                        .isBetween(0, command.get(0).equals("check") ? 2 : 1);
                exits.merge(run.exit(), 1, Integer::sum);
                assertThat(run.out() + run.err()).doesNotContain("\tat ", "internal error");
            }
        } finally {
            tree.restore();
        }
    }
}
