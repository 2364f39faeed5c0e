package dev.meshgen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Cases;
import dev.meshgen.testing.Gen;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.PreparedTree;
import dev.meshgen.testing.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever somebody does to a file of a tree, a run ends with a diagnostic or without one: never
 * with a fault of the program, and never late.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutatedTreeProperties {
    private static final List<String> FILES = List.of(
            "pki/root-cert.pem",
            "pki/one/ca-cert.pem",
            "pki/one/cert-chain.pem",
            "pki/one/root-cert.pem",
            "pki/applications/echo/tls.crt",
            "pki/private/one/ca-key.pem",
            "pki/rotation.json",
            "pki/staged/ready",
            "meshgen.lock.json",
            "templates/extra.txt");

    @TempDir
    static Path folder;

    /** What changes how a run reads the others: there in its own mutations only. */
    private static final Map<String, String> ONLY_THEN = Map.of(
            "pki/rotation.json",
            "{\n  \"phase\": \"new-only\",\n  \"oldRoot\": \"" + "0".repeat(64) + "\",\n  \"newRoot\": \""
                    + "1".repeat(64) + "\"\n}\n",
            "pki/staged/ready",
            "without keys: rotate root --step trust-both");

    private PreparedTree sound;

    /** A change of a file: which one, where in it, and how. */
    private record Mutation(String file, long seed) {
        byte[] of(byte[] content) {
            Random random = new Random(seed);
            return file.endsWith(".pem") && random.nextInt(4) > 0 ? inside(content, random) : plain(content, random);
        }

        /** The DER of the first block is damaged, and its length stays. */
        private static byte[] inside(byte[] pem, Random random) {
            String text = new String(pem, ISO_8859_1);
            int begin = text.indexOf('\n') + 1;
            int end = text.indexOf("-----END");
            byte[] der = Base64.getMimeDecoder().decode(text.substring(begin, end));
            for (int i = 0; i <= random.nextInt(3); i++) {
                der[4 + random.nextInt(der.length - 4)] = (byte) random.nextInt(256);
            }
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
            return (text.substring(0, begin) + body + "\n" + text.substring(end)).getBytes(ISO_8859_1);
        }

        private static byte[] plain(byte[] content, Random random) {
            String text = new String(content, ISO_8859_1);
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(200));
            return (switch (random.nextInt(4)) {
                        case 0 -> text.substring(0, from);
                        case 1 -> text.substring(0, from) + text.substring(to);
                        case 2 -> text.substring(0, to) + text.substring(from);
                        default -> text.substring(0, from) + (char) random.nextInt(256) + text.substring(to);
                    })
                    .getBytes(ISO_8859_1);
        }
    }

    @BeforeAll
    void prepare() throws IOException {
        sound = PreparedTree.in(folder.resolve("sound"));
        String text = """
                [#list mesh.clusters as cluster]
                [=cluster.name] [=cluster.region?upper_case][#if cluster?is_last]!
                [/#if][/#list][#assign a = {"b": [1, 2]}][=a.b[1]?c]
                """;
        Files.createDirectories(sound.file("templates"));
        Files.writeString(sound.file("templates/extra.txt"), text);
    }

    @Property
    void a_changed_file_is_read_or_refused(Cases cases) {
        Gen<Mutation> mutations = new Gen<>(
                List.of(), random -> new Mutation(FILES.get(random.nextInt(FILES.size())), random.nextLong()));
        cases.each(250, mutations, this::assertEnds);
    }

    /** In place: no command here writes anything. */
    private void assertEnds(Mutation mutation) throws IOException {
        Path file = sound.file(mutation.file());
        byte[] before = original(mutation.file());
        Files.createDirectories(file.getParent());
        Files.write(file, mutation.of(before));
        try {
            for (String[] command : commands(mutation.file())) {
                Meshgen.Run run = Assertions.assertTimeout(Duration.ofSeconds(60), () -> sound.run(command));
                assertThat(run.exit())
                        .as("%s: %s", String.join(" ", command), run.err())
                        .isBetween(0, 2);
                assertThat(run.err()).doesNotContain("\tat ", "internal error");
            }
        } finally {
            if (ONLY_THEN.containsKey(mutation.file())) {
                Files.delete(file);
                Files.deleteIfExists(sound.file("pki/staged"));
            } else {
                Files.write(file, before);
            }
        }
    }

    private byte[] original(String file) throws IOException {
        String text = ONLY_THEN.get(file);
        return text == null ? Files.readAllBytes(sound.file(file)) : text.getBytes(ISO_8859_1);
    }

    private String[][] commands(String file) {
        if (file.startsWith("pki")) {
            return new String[][] {{"ca", "verify"}, {"ca", "status"}};
        }
        return new String[][] {
            file.startsWith("templates")
                    ? new String[] {
                        "check", "--templates", sound.file("templates").toString()
                    }
                    : new String[] {"check"}
        };
    }
}
