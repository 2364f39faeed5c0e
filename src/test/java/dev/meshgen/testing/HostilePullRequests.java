package dev.meshgen.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table of hostile pull requests. */
public final class HostilePullRequests {
    private static final String HARMLESS = "";

    private HostilePullRequests() {}

    public static Stream<HostilePullRequest> all() {
        return Stream.of(links(), locks(), planted(), certificates(), specifications(), templates())
                .flatMap(each -> each);
    }

    private static Stream<HostilePullRequest> links() {
        Stream<HostilePullRequest> generated = Stream.of(
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
        Stream<HostilePullRequest> authority = Stream.of(
                        "pki",
                        "pki/one",
                        "pki/one/ca-cert.pem",
                        "pki/root-cert.pem",
                        "pki/applications",
                        "pki/rotation.json",
                        "pki/private/one/ca-key.pem",
                        "pki/private/one")
                .map(file -> link(file, "[pki-symlink]").stopping());
        Stream<HostilePullRequest> temporary = Stream.of(
                        "meshgen.lock.json.meshgen-new", "README.md.meshgen-new", ".work")
                .map(file -> file.equals(".work") ? link(file, HARMLESS).stopping() : link(file, HARMLESS));
        HostilePullRequest spec = new HostilePullRequest("link mesh.yaml", "[source-link]", (tree, stranger) -> {
            Files.delete(tree.spec());
            Files.createSymbolicLink(tree.spec(), tree.outside().resolve("secret"));
        });
        return Stream.of(generated, authority, temporary, Stream.of(spec)).flatMap(each -> each);
    }

    private static HostilePullRequest link(String file, String finding) {
        return new HostilePullRequest("link " + file, finding, (tree, stranger) -> {
            Path place = tree.file(file);
            boolean isFolder = Files.isDirectory(place);
            if (Files.exists(place)) {
                Files.move(place, tree.folder().resolve("moved"));
            }
            Files.createSymbolicLink(
                    place, isFolder ? tree.outside() : tree.outside().resolve("secret"));
        });
    }

    private static Stream<HostilePullRequest> locks() {
        return Stream.of(
                lists("a file outside", "../outside/secret", "[output-lock]"),
                lists("an absolute file", "/etc/hostname", "[output-lock]"),
                lists("the root key", "pki/private/root-key.pem", "[output-lock]"),
                lists("git's files", ".git/config", "[output-lock]"),
                new HostilePullRequest(
                        "lock that is no JSON",
                        "[output-lock]",
                        (tree, stranger) -> Files.writeString(tree.file("meshgen.lock.json"), "no lock")),
                new HostilePullRequest(
                        "empty lock",
                        "[output-lock]",
                        (tree, stranger) -> Files.writeString(tree.file("meshgen.lock.json"), "")),
                new HostilePullRequest(
                        "lock of 20 MiB",
                        "[output-lock]",
                        (tree, stranger) -> Files.write(tree.file("meshgen.lock.json"), new byte[20 << 20])),
                new HostilePullRequest("folder instead of the lock", "[output-", (tree, stranger) -> {
                    Files.delete(tree.file("meshgen.lock.json"));
                    Files.createDirectory(tree.file("meshgen.lock.json"));
                }));
    }

    private static Stream<HostilePullRequest> planted() {
        return Stream.of(
                new HostilePullRequest(
                        "edited .gitattributes",
                        "[output-hand-edited]",
                        (tree, stranger) -> Files.writeString(
                                tree.file(".gitattributes"), "* linguist-generated\n", StandardOpenOption.APPEND)),
                attributes("terraform/.gitattributes"),
                attributes("pki/.gitattributes"),
                attributes("pki/one/.gitattributes"),
                new HostilePullRequest(
                        "resource beside the others",
                        "not from meshgen",
                        (tree, stranger) -> Files.writeString(tree.file("terraform/extra.tf"), "resource {}\n")),
                new HostilePullRequest(
                        "step beside the others",
                        "not from meshgen",
                        (tree, stranger) -> Files.writeString(tree.file("scripts/99-extra.sh"), "#!/bin/sh\n")),
                new HostilePullRequest(
                        "deleted file",
                        "missing",
                        (tree, stranger) -> Files.delete(tree.file("clusters/one/istio/peer-authentication.yaml"))),
                new HostilePullRequest("planted mark", HARMLESS, (tree, stranger) -> {
                    Files.createDirectories(tree.file("pki/staged"));
                    Files.writeString(tree.file("pki/staged/ready"), "rotate root\n");
                }),
                new HostilePullRequest("planted certificate", HARMLESS, (tree, stranger) -> {
                    Files.createDirectories(tree.file("pki/staged/one"));
                    Files.copy(stranger.file("pki/one/ca-cert.pem"), tree.file("pki/staged/one/ca-cert.pem"));
                }),
                new HostilePullRequest(
                        "journal of a run that never was",
                        "",
                        (tree, stranger) -> Files.writeString(
                                tree.file(".meshgen.journal"),
                                "\n" + "0".repeat(64) + " ../outside/secret\n" + "0".repeat(64)
                                        + " pki/private/root-key.pem\n")),
                new HostilePullRequest(
                        "link as the journal",
                        "[output-",
                        (tree, stranger) -> Files.createSymbolicLink(
                                tree.file(".meshgen.journal"), tree.outside().resolve("secret"))),
                new HostilePullRequest("program in .work", HARMLESS, (tree, stranger) -> {
                            Files.createDirectories(tree.file(".work/bin"));
                            Files.writeString(tree.file(".work/bin/kubectl"), "#!/bin/sh\ntouch outside/pwned\n");
                        })
                        .stopping(),
                new HostilePullRequest("mark among the private files", "[pki-key-mode]", (tree, stranger) -> {
                    Path mark = tree.file("pki/private/.step/ready");
                    Files.createDirectories(mark.getParent());
                    Files.writeString(mark, "step rotate root --step trust-both\n");
                    Files.setPosixFilePermissions(mark, PosixFilePermissions.fromString("rw-r--r--"));
                }));
    }

    /** Reviewers' tools would fold what such a file marks as generated. */
    private static HostilePullRequest attributes(String file) {
        return new HostilePullRequest(
                file,
                "not from meshgen",
                (tree, stranger) -> Files.writeString(tree.file(file), "* linguist-generated\n"));
    }

    /** The lock names a file with its right digest, so that only its path speaks against it. */
    private static HostilePullRequest lists(String what, String path, String finding) {
        return new HostilePullRequest("lock that lists " + what, finding, (tree, stranger) -> {
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

    private static Stream<HostilePullRequest> certificates() {
        Stream<HostilePullRequest> all = Stream.of(
                new HostilePullRequest("second root in every file", "[pki-extra-root]", (tree, stranger) -> {
                    append(tree, stranger, "pki/root-cert.pem");
                    append(tree, stranger, "pki/one/root-cert.pem");
                }),
                new HostilePullRequest(
                        "second root in one file",
                        "[pki-extra-root]",
                        (tree, stranger) -> append(tree, stranger, "pki/root-cert.pem")),
                new HostilePullRequest("all certificates of a stranger", "[pki-key-mismatch]", (tree, stranger) -> {
                    for (String file : publicFiles()) {
                        Files.write(tree.file(file), Files.readAllBytes(stranger.file(file)));
                    }
                }),
                new HostilePullRequest("rotation of a stranger", HostilePullRequest.NAMED, (tree, stranger) -> {
                    String old = fingerprint(tree);
                    String fresh = fingerprint(stranger);
                    append(tree, stranger, "pki/root-cert.pem");
                    append(tree, stranger, "pki/one/root-cert.pem");
                    Files.writeString(tree.file("pki/rotation.json"), """
                            {"phase": "trust-both", "oldRoot": "%s", "newRoot": "%s"}
                            """.formatted(old, fresh));
                }),
                new HostilePullRequest(
                        "rotation that is no JSON",
                        "[pki-rotation-state]",
                        (tree, stranger) -> Files.writeString(tree.file("pki/rotation.json"), "{")),
                new HostilePullRequest(
                        "key among the certificates",
                        "[pki-key-in-public-file]",
                        (tree, stranger) -> Files.write(
                                tree.file("pki/one/cert-chain.pem"),
                                Files.readAllBytes(stranger.file("pki/private/one/ca-key.pem")),
                                StandardOpenOption.APPEND)),
                new HostilePullRequest(
                        "no certificate",
                        "[pki-malformed]",
                        (tree, stranger) -> Files.writeString(tree.file("pki/one/ca-cert.pem"), "nothing\n")),
                new HostilePullRequest(
                        "certificate of 2 MiB",
                        "[pki-malformed]",
                        (tree, stranger) -> Files.write(tree.file("pki/one/ca-cert.pem"), new byte[2 << 20])),
                new HostilePullRequest("folder instead of a certificate", "[pki-not-a-file]", (tree, stranger) -> {
                    Files.delete(tree.file("pki/one/ca-cert.pem"));
                    Files.createDirectory(tree.file("pki/one/ca-cert.pem"));
                }),
                new HostilePullRequest("intermediate of a stranger", "[pki-chain]", (tree, stranger) -> {
                    for (String file : List.of("pki/one/ca-cert.pem", "pki/one/cert-chain.pem")) {
                        Files.write(tree.file(file), Files.readAllBytes(stranger.file(file)));
                    }
                }));
        return all.map(each -> each.isOnlyNamed() ? each : each.stopping());
    }

    private static Stream<HostilePullRequest> specifications() {
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
                new HostilePullRequest("ten thousand clusters", "[schema-bounds]", (tree, stranger) -> {
                    String more = IntStream.range(0, 10_000)
                            .mapToObj(i -> "  - {name: c" + i + ", region: x, network: {addressSpace: 10.0.0.0/16}}\n")
                            .collect(Collectors.joining());
                    String text = Files.readString(tree.spec());
                    Files.writeString(tree.spec(), text.replace("  clusters:\n", "  clusters:\n" + more));
                }),
                new HostilePullRequest(
                        "specification of 2 MiB",
                        "[source-too-large]",
                        (tree, stranger) ->
                                Files.write(tree.spec(), " ".repeat(2 << 20).getBytes(UTF_8))));
    }

    private static HostilePullRequest edit(String name, String from, String to, String finding) {
        return new HostilePullRequest(name, finding, (tree, stranger) -> {
            String text = Files.readString(tree.spec());
            assertThat(text).contains(from);
            Files.writeString(tree.spec(), text.replace(from, to));
        });
    }

    private static Stream<HostilePullRequest> templates() {
        return Stream.of(
                template("outside the tree", "{dot}{dot}/outside/made", "text", "template"),
                template("git's hook", "{dot}git/hooks/pre-commit", "#!/bin/sh", "template"),
                template("private key", "pki/private/one/ca-key.pem", "text", "template"),
                template("staged mark", "pki/staged/ready", "rotate root", "template"),
                template("program of .work", "{dot}work/bin/kubectl", "#!/bin/sh", "template"),
                template("inclusion of a file", "extra.txt", "[#include \"../../outside/secret\"]", "template"),
                template("class", "extra.txt", "[=\"freemarker.template.utility.Execute\"?new()(\"id\")]", "template"),
                new HostilePullRequest("template that is a link", "template", (tree, stranger) -> {
                    Files.createDirectories(tree.folder().resolve("templates"));
                    Files.createSymbolicLink(
                            tree.folder().resolve("templates/extra.txt"),
                            tree.outside().resolve("secret"));
                }));
    }

    private static HostilePullRequest template(String name, String file, String text, String finding) {
        return new HostilePullRequest("template: " + name, finding, (tree, stranger) -> {
            Path place = tree.folder().resolve("templates").resolve(file);
            Files.createDirectories(place.getParent());
            Files.writeString(place, text);
        });
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
