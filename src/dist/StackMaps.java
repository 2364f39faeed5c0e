import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Gives the classes of a jar that was compiled for Java 5 the stack maps and the version of Java 8, by
 * which the JVM verifies them in one pass and links them ahead of time: {@code StackMaps JAR TIME}.
 */
final class StackMaps {
    private StackMaps() {}

    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path target = Path.of(arguments[0] + ".changed");
        LocalDateTime time = LocalDateTime.ofInstant(Instant.parse(arguments[1]), ZoneOffset.UTC);
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
                var from = new ZipFile(jar.toFile());
                var to = new ZipOutputStream(Files.newOutputStream(target))) {
            for (ZipEntry entry : from.stream().toList()) {
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(time);
                to.putNextEntry(copy);
                to.write(changed(entry.getName(), bytes, loader));
            }
        }
        Files.move(target, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static byte[] changed(String name, byte[] bytes, ClassLoader others) throws IOException {
        if (name.equals(JarFile.MANIFEST_NAME)) {
            return withNotice(bytes);
        }
        boolean old = name.endsWith(".class") && new ClassReader(bytes).readShort(6) < Opcodes.V1_6;
        return old ? withStackMaps(bytes, others) : bytes;
    }

    /** The Apache License 2.0 asks for it in 4(b). */
    private static byte[] withNotice(byte[] bytes) throws IOException {
        Manifest manifest = new Manifest(new ByteArrayInputStream(bytes));
        manifest.getMainAttributes().putValue("Changed-By", "the build of meshgen: stack maps, class version 52");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }

    private static byte[] withStackMaps(byte[] bytes, ClassLoader others) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
                return others;
            }
        };
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public void visit(
                                    int version,
                                    int access,
                                    String name,
                                    String signature,
                                    String above,
                                    String[] interfaces) {
                                super.visit(Opcodes.V1_8, access, name, signature, above, interfaces);
                            }
                        },
                        ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}
