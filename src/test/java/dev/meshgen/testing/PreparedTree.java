package dev.meshgen.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A checkout of somebody's: a specification, its tree with keys, and a folder of other things. */
public record PreparedTree(Path folder) {
    public static final String SECRET = "correct-horse-battery-staple";

    private static final String SPEC = """
            apiVersion: meshgen.dev/v1alpha1
            kind: Mesh
            metadata: {name: contoso}
            spec:
              azure:
                subscriptionId: 11111111-1111-1111-1111-111111111111
                tenantId: 22222222-2222-2222-2222-222222222222
                sharedCluster: one
              istio: {version: 1.31.0}
              certificateAuthority: {keyAlgorithm: ECDSA-P256, rootKeyEncryption: none}
              clusterDefaults: {kubernetesVersion: "1.35"}
              clusters:
              - {name: one, region: westeurope, network: {addressSpace: 10.52.0.0/16}}
              applications:
              - name: echo
                image: registry.example/echo:1.10
                port: 8080
                runsIn: [one]
                ingress: {cluster: one, host: echo.contoso.example, tls: endToEnd}
            """;

    /** A new one, complete and sound. */
    public static PreparedTree in(Path folder) throws IOException {
        PreparedTree made = new PreparedTree(folder);
        Files.createDirectories(made.outside());
        Files.writeString(made.outside().resolve("secret"), SECRET + "\n");
        Files.writeString(made.spec(), SPEC);
        Meshgen.Run run = made.run("generate");
        assertThat(run.exit()).as(run.err()).isZero();
        return made;
    }

    public PreparedTree copyTo(Path target) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                Path to = target.resolve(folder.relativize(from));
                Files.createDirectories(to);
                Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(from, target.resolve(folder.relativize(from)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        return new PreparedTree(target);
    }

    public Path spec() {
        return folder.resolve("mesh.yaml");
    }

    public Path tree() {
        return folder.resolve("tree");
    }

    public Path file(String relative) {
        return tree().resolve(relative);
    }

    /** What no run may change or print. */
    public Path outside() {
        return folder.resolve("outside");
    }

    /** A command on this specification and, but for {@code validate}, this tree. */
    public Meshgen.Run run(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.add(spec().toString());
        if (!command[0].equals("validate")) {
            all.addAll(List.of("-d", tree().toString()));
        }
        return Meshgen.run(all.toArray(String[]::new));
    }

    /** The files of a folder, with modes, links not followed. */
    public static Map<String, String> snapshot(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String content = attributes.isRegularFile() ? Files.readString(file, ISO_8859_1) : "";
                all.put(
                        folder.relativize(file).toString(),
                        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS) + content);
                return FileVisitResult.CONTINUE;
            }
        });
        return all;
    }
}
