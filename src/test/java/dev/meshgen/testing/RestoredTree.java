package dev.meshgen.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.tree.Digest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A checkout that is put back as it was, whatever runs have done to it. */
public record RestoredTree(PreparedTree tree, Map<Path, Saved> files) {
    private static final List<String> ROTATED = List.of("one/ca-cert.pem", "one/cert-chain.pem", "one/root-cert.pem");

    private record Saved(byte[] content, Set<PosixFilePermission> mode) {}

    /** As it is now. */
    public static RestoredTree of(PreparedTree tree) throws IOException {
        Map<Path, Saved> all = new TreeMap<>();
        Files.walkFileTree(tree.folder(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                all.put(file, new Saved(Files.readAllBytes(file), Files.getPosixFilePermissions(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        return new RestoredTree(tree, all);
    }

    /** After commands of the authority. */
    public static RestoredTree after(PreparedTree sound, Path folder, String... command) throws IOException {
        PreparedTree copy = sound.copyTo(folder);
        Meshgen.Run run = copy.run(command);
        assertThat(run.exit()).as(run.err()).isZero();
        return of(copy);
    }

    /** With the rotation of an intermediate that was killed when all of its files were ready. */
    public static RestoredTree killed(PreparedTree sound, Path folder) throws IOException {
        PreparedTree rotated = after(sound, folder.resolve("rotated"), "ca", "rotate", "intermediate", "one")
                .tree();
        PreparedTree copy = sound.copyTo(folder.resolve("killed"));
        StringBuilder mark = new StringBuilder("step rotate intermediate one\n");
        for (String each : ROTATED) {
            byte[] made = Files.readAllBytes(rotated.file("pki/" + each));
            put(copy.file("pki/staged/" + each), made);
            mark.append("file ")
                    .append(Digest.sha256(made))
                    .append(' ')
                    .append(each)
                    .append('\n');
        }
        byte[] key = Files.readAllBytes(rotated.file("pki/private/one/ca-key.pem"));
        putPrivate(copy.file("pki/private/staged/one/ca-key.pem"), key);
        mark.append("key ").append(Digest.sha256(key)).append(" one/ca-key.pem\n");
        putPrivate(copy.file("pki/private/.step/begun"), "rotate intermediate one".getBytes(UTF_8));
        putPrivate(copy.file("pki/private/.step/ready"), mark.toString().getBytes(UTF_8));
        return of(copy);
    }

    private static void put(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static void putPrivate(Path file, byte[] content) throws IOException {
        Files.createDirectories(
                file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** @param file relative to the checkout */
    public byte[] content(String file) {
        return files.get(tree.folder().resolve(file)).content();
    }

    /** Overwrites a file; its mode stays. */
    public void change(String file, byte[] content) throws IOException {
        Files.write(tree.folder().resolve(file), content);
    }

    public void restore() throws IOException {
        Set<Path> found = new HashSet<>();
        Files.walkFileTree(tree.folder(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                found.add(file);
                if (!files.containsKey(file)) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        for (Map.Entry<Path, Saved> each : files.entrySet()) {
            Path file = each.getKey();
            Saved saved = each.getValue();
            boolean isPrivate = saved.mode().equals(PosixFilePermissions.fromString("rw-------"));
            if (!found.contains(file) && isPrivate) {
                putPrivate(file, saved.content());
            } else if (!found.contains(file) || !Arrays.equals(Files.readAllBytes(file), saved.content())) {
                put(file, saved.content());
                Files.setPosixFilePermissions(file, saved.mode());
            }
        }
    }
}
