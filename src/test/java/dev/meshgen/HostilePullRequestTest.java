package dev.meshgen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.PreparedTree;
import dev.meshgen.testing.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    private static final String HARMLESS = "";

    @TempDir
    static Path folder;

    private PreparedTree sound;
    private PreparedTree stranger;

    @BeforeAll
    void prepare() throws IOException {
        sound = PreparedTree.in(folder.resolve("sound"));
        stranger = PreparedTree.in(folder.resolve("stranger"));
    }

    @FunctionalInterface
    private interface Change {
        void make(PreparedTree tree, PreparedTree stranger) throws Exception;
    }

    /** @param finding what a run says, an ID or a text; empty where the change is harmless */
    private record PullRequest(String name, String finding, Change change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<PullRequest> pullRequests() {
        return Stream.of(links(), locks(), certificates(), specifications(), templates())
                .flatMap(each -> each);
    }

    private static Stream<PullRequest> links() {
        Stream<PullRequest> generated = Stream.of(
                        "README.md",
                        "meshgen.lock.json",
                        "clusters/one/namespaces.yaml",
                        "clusters/one",
                        "clusters",
                        "terraform",
                        "scripts",
                        "scripts/lib.sh",
                        ".gitignore")
                .map(file -> link(file, "[output-"));
        Stream<PullRequest> authority = Stream.of(
                        "pki",
                        "pki/one",
                        "pki/one/ca-cert.pem",
                        "pki/root-cert.pem",
                        "pki/applications",
                        "pki/rotation.json",
                        "pki/private/one/ca-key.pem",
                        "pki/private/one")
                .map(file -> link(file, "[pki-symlink]"));
        Stream<PullRequest> temporary = Stream.of(
                        "meshgen.lock.json.meshgen-new", "README.md.meshgen-new", "scripts/lib.sh.meshgen-new", ".work")
                .map(file -> link(file, HARMLESS));
        PullRequest spec = new PullRequest("link mesh.yaml", "[source-link]", (tree, stranger) -> {
            Files.delete(tree.spec());
            Files.createSymbolicLink(tree.spec(), tree.outside().resolve("secret"));
        });
        return Stream.of(generated, authority, temporary, Stream.of(spec)).flatMap(each -> each);
    }

    private static PullRequest link(String file, String finding) {
        return new PullRequest("link " + file, finding, (tree, stranger) -> {
            Path place = tree.file(file);
            boolean isFolder = Files.isDirectory(place);
            if (Files.exists(place)) {
                Files.move(place, tree.folder().resolve("moved"));
            }
            Files.createSymbolicLink(
                    place, isFolder ? tree.outside() : tree.outside().resolve("secret"));
        });
    }

    private static Stream<PullRequest> locks() {
        return Stream.of(
                lists("a file outside", "../outside/secret", "[output-lock]"),
                lists("an absolute file", "/etc/hostname", "[output-lock]"),
                lists("the root key", "pki/private/root-key.pem", "[output-lock]"),
                lists("git's files", ".git/config", "[output-lock]"),
                new PullRequest(
                        "lock that is no JSON",
                        "[output-lock]",
                        (tree, stranger) -> Files.writeString(tree.file("meshgen.lock.json"), "no lock")),
                new PullRequest(
                        "empty lock",
                        "[output-lock]",
                        (tree, stranger) -> Files.writeString(tree.file("meshgen.lock.json"), "")),
                new PullRequest(
                        "lock of 20 MiB",
                        "[output-lock]",
                        (tree, stranger) -> Files.write(tree.file("meshgen.lock.json"), new byte[20 << 20])),
                new PullRequest("folder instead of the lock", "[output-", (tree, stranger) -> {
                    Files.delete(tree.file("meshgen.lock.json"));
                    Files.createDirectory(tree.file("meshgen.lock.json"));
                }),
                new PullRequest(
                        "edited .gitattributes",
                        "[output-hand-edited]",
                        (tree, stranger) -> Files.writeString(
                                tree.file(".gitattributes"), "* linguist-generated\n", StandardOpenOption.APPEND)),
                attributes("terraform/.gitattributes"),
                attributes("pki/.gitattributes"),
                attributes("pki/one/.gitattributes"),
                new PullRequest(
                        "resource beside the others",
                        "not from meshgen",
                        (tree, stranger) -> Files.writeString(tree.file("terraform/extra.tf"), "resource {}\n")),
                new PullRequest(
                        "step beside the others",
                        "not from meshgen",
                        (tree, stranger) -> Files.writeString(tree.file("scripts/99-extra.sh"), "#!/bin/sh\n")),
                new PullRequest(
                        "deleted file",
                        "missing",
                        (tree, stranger) -> Files.delete(tree.file("clusters/one/istio/peer-authentication.yaml"))),
                new PullRequest("planted mark", HARMLESS, (tree, stranger) -> {
                    Files.createDirectories(tree.file("pki/staged"));
                    Files.writeString(tree.file("pki/staged/ready"), "rotate root\n");
                }),
                new PullRequest("planted certificate", HARMLESS, (tree, stranger) -> {
                    Files.createDirectories(tree.file("pki/staged/one"));
                    Files.copy(stranger.file("pki/one/ca-cert.pem"), tree.file("pki/staged/one/ca-cert.pem"));
                }),
                new PullRequest(
                        "journal of a run that never was",
                        "",
                        (tree, stranger) -> Files.writeString(
                                tree.file(".meshgen.journal"),
                                "\n" + "0".repeat(64) + " ../outside/secret\n" + "0".repeat(64)
                                        + " pki/private/root-key.pem\n")),
                new PullRequest(
                        "link as the journal",
                        "[output-",
                        (tree, stranger) -> Files.createSymbolicLink(
                                tree.file(".meshgen.journal"), tree.outside().resolve("secret"))),
                new PullRequest("program in .work", HARMLESS, (tree, stranger) -> {
                    Files.createDirectories(tree.file(".work/bin"));
                    Files.writeString(tree.file(".work/bin/kubectl"), "#!/bin/sh\ntouch outside/pwned\n");
                }));
    }

    /** Reviewers' tools would fold what such a file marks as generated. */
    private static PullRequest attributes(String file) {
        return new PullRequest(
                file,
                "not from meshgen",
                (tree, stranger) -> Files.writeString(tree.file(file), "* linguist-generated\n"));
    }

    /** The lock names a file with its right digest, so that only its path speaks against it. */
    private static PullRequest lists(String what, String path, String finding) {
        return new PullRequest("lock that lists " + what, finding, (tree, stranger) -> {
            Path lock = tree.file("meshgen.lock.json");
            Path named = tree.tree().resolve(path);
            byte[] content = Files.exists(named) ? Files.readAllBytes(named) : new byte[0];
            String digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            String text = Files.readString(lock);
            String first =
                    text.substring(text.indexOf("\"README.md\""), text.indexOf('}', text.indexOf("\"README.md\"")));
            String added = first.replace("\"README.md\"", "\"" + path + "\"").replaceAll("[0-9a-f]{64}", digest);
            Files.writeString(lock, text.replace(first, added + "},\n    " + first));
        });
    }

    private static Stream<PullRequest> certificates() {
        return Stream.of(
                new PullRequest("second root in every file", "[pki-extra-root]", (tree, stranger) -> {
                    append(tree, stranger, "pki/root-cert.pem");
                    append(tree, stranger, "pki/one/root-cert.pem");
                }),
                new PullRequest(
                        "second root in one file",
                        "[pki-extra-root]",
                        (tree, stranger) -> append(tree, stranger, "pki/root-cert.pem")),
                new PullRequest("all certificates of a stranger", "[pki-key-mismatch]", (tree, stranger) -> {
                    for (String file : publicFiles()) {
                        Files.write(tree.file(file), Files.readAllBytes(stranger.file(file)));
                    }
                }),
                new PullRequest("rotation of a stranger", "Root ", (tree, stranger) -> {
                    String old = fingerprint(tree);
                    String fresh = fingerprint(stranger);
                    append(tree, stranger, "pki/root-cert.pem");
                    append(tree, stranger, "pki/one/root-cert.pem");
                    Files.writeString(tree.file("pki/rotation.json"), """
                            {"phase": "trust-both", "oldRoot": "%s", "newRoot": "%s"}
                            """.formatted(old, fresh));
                }),
                new PullRequest(
                        "rotation that is no JSON",
                        "[pki-rotation-state]",
                        (tree, stranger) -> Files.writeString(tree.file("pki/rotation.json"), "{")),
                new PullRequest(
                        "key among the certificates",
                        "[pki-key-in-public-file]",
                        (tree, stranger) -> Files.write(
                                tree.file("pki/one/cert-chain.pem"),
                                Files.readAllBytes(stranger.file("pki/private/one/ca-key.pem")),
                                StandardOpenOption.APPEND)),
                new PullRequest(
                        "no certificate",
                        "[pki-malformed]",
                        (tree, stranger) -> Files.writeString(tree.file("pki/one/ca-cert.pem"), "nothing\n")),
                new PullRequest(
                        "certificate of 2 MiB",
                        "[pki-malformed]",
                        (tree, stranger) -> Files.write(tree.file("pki/one/ca-cert.pem"), new byte[2 << 20])),
                new PullRequest("folder instead of a certificate", "[pki-not-a-file]", (tree, stranger) -> {
                    Files.delete(tree.file("pki/one/ca-cert.pem"));
                    Files.createDirectory(tree.file("pki/one/ca-cert.pem"));
                }),
                new PullRequest("intermediate of a stranger", "[pki-chain]", (tree, stranger) -> {
                    for (String file : List.of("pki/one/ca-cert.pem", "pki/one/cert-chain.pem")) {
                        Files.write(tree.file(file), Files.readAllBytes(stranger.file(file)));
                    }
                }));
    }

    private static Stream<PullRequest> specifications() {
        return Stream.of(
                edit("name that leads outside", "name: contoso", "name: ../../outside", "[schema-pattern]"),
                edit("cluster named staged", "name: one, region", "name: staged, region", "[reserved-name]"),
                edit("cluster named retired", "name: one, region", "name: retired, region", "[reserved-name]"),
                edit("markup in a path", "port: 8080", "port: 8080\n    healthPath: /<b>", "[schema-pattern]"),
                edit("globs in a path", "port: 8080", "port: 8080\n    healthPath: '/[1-3]{a,b}'", "[schema-pattern]"),
                edit("line in an image", "echo:1.10", "\"echo:1\\n::warning::\"", "[schema-pattern]"),
                edit("tag of a class", "name: contoso", "name: !!javax.script.ScriptEngineManager []", "[schema-"),
                edit("alias of itself", "clusters:\n", "clusters: &a\n  - *a\n", "[yaml-"),
                edit("deep nesting", "clusters:\n", "clusters: " + "[".repeat(5_000) + "\n", "[yaml-"),
                edit("long text", "echo:1.10", "a.".repeat(3_000), "[schema-bounds]"),
                new PullRequest("ten thousand clusters", "[schema-bounds]", (tree, stranger) -> {
                    String more = IntStream.range(0, 10_000)
                            .mapToObj(i -> "  - {name: c" + i + ", region: x, network: {addressSpace: 10.0.0.0/16}}\n")
                            .collect(Collectors.joining());
                    String text = Files.readString(tree.spec());
                    Files.writeString(tree.spec(), text.replace("  clusters:\n", "  clusters:\n" + more));
                }),
                new PullRequest(
                        "specification of 2 MiB",
                        "[source-too-large]",
                        (tree, stranger) ->
                                Files.write(tree.spec(), " ".repeat(2 << 20).getBytes(UTF_8))));
    }

    private static PullRequest edit(String name, String from, String to, String finding) {
        return new PullRequest(name, finding, (tree, stranger) -> {
            String text = Files.readString(tree.spec());
            assertThat(text).contains(from);
            Files.writeString(tree.spec(), text.replace(from, to));
        });
    }

    private static Stream<PullRequest> templates() {
        return Stream.of(
                template("outside the tree", "{dot}{dot}/outside/made", "text", "template"),
                template("git's hook", "{dot}git/hooks/pre-commit", "#!/bin/sh", "template"),
                template("private key", "pki/private/one/ca-key.pem", "text", "template"),
                template("staged mark", "pki/staged/ready", "rotate root", "template"),
                template("program of .work", "{dot}work/bin/kubectl", "#!/bin/sh", "template"),
                template("inclusion of a file", "extra.txt", "[#include \"../../outside/secret\"]", "template"),
                template("class", "extra.txt", "[=\"freemarker.template.utility.Execute\"?new()(\"id\")]", "template"),
                new PullRequest("template that is a link", "template", (tree, stranger) -> {
                    Files.createDirectories(tree.folder().resolve("templates"));
                    Files.createSymbolicLink(
                            tree.folder().resolve("templates/extra.txt"),
                            tree.outside().resolve("secret"));
                }));
    }

    private static PullRequest template(String name, String file, String text, String finding) {
        return new PullRequest("template: " + name, finding, (tree, stranger) -> {
            Path place = tree.folder().resolve("templates").resolve(file);
            Files.createDirectories(place.getParent());
            Files.writeString(place, text);
        });
    }

    @ParameterizedTest
    @MethodSource("pullRequests")
    void it_is_found_or_harmless(PullRequest request) throws Exception {
        Path place = Files.createTempDirectory(folder, "request");
        PreparedTree tree = sound.copyTo(place.resolve("checkout"));
        request.change().make(tree, stranger);
        Map<String, String> outside = PreparedTree.snapshot(tree.outside());
        String rootKey = Files.readString(sound.file("pki/private/root-key.pem"));

        StringBuilder printed = new StringBuilder();
        for (List<String> command : commands(tree)) {
            Meshgen.Run run = tree.run(command.toArray(String[]::new));
            assertThat(run.exit()).as("%s: %s", command, run.err()).isBetween(0, 2);
            printed.append(run.out()).append(run.err());
        }

        assertThat(printed.toString())
                .contains(request.finding())
                .doesNotContain(PreparedTree.SECRET, "\tat ", "internal error");
        assertThat(PreparedTree.snapshot(tree.outside())).isEqualTo(outside);
        assertThat(tree.folder().resolve("outside/made")).doesNotExist();
        if (Files.exists(tree.file("pki/private/root-key.pem"), LinkOption.NOFOLLOW_LINKS)) {
            assertThat(tree.file("pki/private/root-key.pem")).hasContent(rootKey);
        }
        assertThat(tree.file(".git")).doesNotExist();
        assertThat(PreparedTree.snapshot(tree.tree()).values()).noneMatch(file -> file.contains(PreparedTree.SECRET));
    }

    static Stream<PullRequest> certificateRequests() {
        return certificates();
    }

    /** As an operator does who applies what was merged. */
    @ParameterizedTest
    @MethodSource("certificateRequests")
    void step_02_stops_at_certificates_that_meshgen_did_not_issue(PullRequest request) throws Exception {
        RequiredTool.assumeOrFail("openssl");
        RequiredTool.assumeOrFail("jq");
        PreparedTree tree =
                sound.copyTo(Files.createTempDirectory(folder, "step").resolve("checkout"));
        request.change().make(tree, stranger);
        Map<String, String> outside = PreparedTree.snapshot(tree.outside());

        Process step = new ProcessBuilder(
                        "bash", tree.file("scripts/02-check-certificates.sh").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(step.getInputStream().readAllBytes(), UTF_8);

        // Two roots are a rotation's to the script; it prints both, and step 03 asks for the new one.
        int expected = request.name().startsWith("rotation of") ? 0 : 1;
        assertThat(step.waitFor()).as(printed).isEqualTo(expected);
        assertThat(printed).doesNotContain("PRIVATE KEY", PreparedTree.SECRET);
        assertThat(PreparedTree.snapshot(tree.outside())).isEqualTo(outside);
    }

    private static List<List<String>> commands(PreparedTree tree) {
        List<List<String>> all = new ArrayList<>();
        all.add(List.of("validate"));
        Path templates = tree.folder().resolve("templates");
        List<String> more = Files.exists(templates) ? List.of("--templates", templates.toString()) : List.of();
        List<String> check = new ArrayList<>(List.of("check"));
        check.addAll(more);
        all.add(check);
        for (List<String> flags : List.of(List.of("--without-ca"), List.<String>of(), List.of("--force"))) {
            List<String> command = new ArrayList<>(List.of("generate"));
            command.addAll(flags);
            command.addAll(more);
            all.add(command);
        }
        all.add(List.of("ca", "verify"));
        return all;
    }

    private static List<String> publicFiles() {
        return List.of(
                "pki/root-cert.pem",
                "pki/one/ca-cert.pem",
                "pki/one/cert-chain.pem",
                "pki/one/root-cert.pem",
                "pki/ingress/ca-cert.pem",
                "pki/ingress/cert-chain.pem",
                "pki/applications/echo/tls.crt");
    }

    private static void append(PreparedTree tree, PreparedTree stranger, String file) throws IOException {
        Files.write(tree.file(file), Files.readAllBytes(stranger.file("pki/root-cert.pem")), StandardOpenOption.APPEND);
    }

    private static String fingerprint(PreparedTree tree) {
        String printed = tree.run("ca", "verify").out();
        int root = printed.indexOf("Root ") + "Root ".length();
        return printed.substring(root, root + 64);
    }
}
