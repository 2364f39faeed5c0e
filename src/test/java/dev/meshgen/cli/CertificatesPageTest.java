package dev.meshgen.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.Main;
import dev.meshgen.pki.Company.KeyKind;
import dev.meshgen.pki.OpenSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/certificates.md work as they are written there, from first to last. */
class CertificatesPageTest {
    private static final Path PAGE = Path.of("docs/certificates.md");
    private static final Pattern BLOCK = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("^\\| `meshgen (ca [^`]*)` \\|", Pattern.MULTILINE);

    /** A section that begins a mesh of its own. */
    private static final String OWN_ROOT = "Use a root of your own";

    /** Another one. */
    private static final String TAKE_OVER = "Take over an authority";

    @TempDir
    private Path folder;

    @BeforeEach
    void requireOpenSsl() {
        OpenSsl.assume();
    }

    @Test
    void its_blocks_run_in_order() throws Exception {
        Path mesh = folder("mesh");
        for (Map.Entry<String, List<String>> section : blocks().entrySet()) {
            Path place = switch (section.getKey()) {
                case OWN_ROOT -> folder("own-root");
                case TAKE_OVER -> takeOver();
                default -> mesh;
            };
            for (String block : section.getValue()) {
                run(place, block);
            }
        }
    }

    @Test
    void its_blocks_show_each_command_of_its_table() throws IOException {
        String shown = String.join(
                "\n", blocks().values().stream().flatMap(List::stream).toList());
        Matcher row = ROW.matcher(Files.readString(PAGE));
        int rows = 0;
        while (row.find()) {
            rows++;
            String command = row.group(1).replaceAll(" [A-Z]+\\b", " ");
            Pattern use =
                    Pattern.compile("meshgen " + command.strip().replace("  ", " \\S+ ") + "( |$)", Pattern.MULTILINE);
            assertThat(shown).containsPattern(use);
        }
        assertThat(rows).isGreaterThan(12);
    }

    /** The commands of each section, as a shell reads them. */
    private static Map<String, List<String>> blocks() throws IOException {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (String section : Files.readString(PAGE).split("\n## ")) {
            Matcher block = BLOCK.matcher(section);
            while (block.find()) {
                found.computeIfAbsent(section.lines().findFirst().orElseThrow(), title -> new ArrayList<>())
                        .add(block.group(1).replaceAll("(?m)^\\$ ", ""));
            }
        }
        return found;
    }

    private Path folder(String name) throws IOException {
        Path place = Files.createDirectory(folder.resolve(name));
        Files.writeString(place.resolve("mesh.yaml"), """
                apiVersion: meshgen.dev/v1alpha1
                kind: Mesh
                metadata: {name: contoso}
                spec:
                  azure:
                    subscriptionId: 11111111-1111-1111-1111-111111111111
                    tenantId: 22222222-2222-2222-2222-222222222222
                    sharedCluster: one
                  certificateAuthority: {keyAlgorithm: ECDSA-P256}
                  istio: {version: 1.31.0}
                  clusterDefaults: {kubernetesVersion: "1.35"}
                  clusters:
                  - {name: one, region: westeurope, network: {addressSpace: 10.52.0.0/16}}
                  - {name: two, region: northeurope, network: {addressSpace: 10.53.0.0/16}}
                  applications:
                  - name: shop
                    image: "ghcr.io/example/shop:1.0"
                    port: 8080
                    runsIn: [one]
                    ingress: {cluster: one, host: shop.contoso.example, tls: endToEnd}
                """);
        return place;
    }

    private Path takeOver() throws Exception {
        Path place = folder("take-over");
        IstioPki.in(Files.createDirectory(place.resolve("certs")), KeyKind.EC, "one");
        return place;
    }

    private void run(Path place, String block) throws Exception {
        Path script = Files.writeString(folder.resolve("block.sh"), "set -euo pipefail\n" + block);
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(place.toFile())
                .redirectErrorStream(true);
        builder.environment().put("PATH", launcher().getParent() + ":" + System.getenv("PATH"));
        builder.environment().remove("MESHGEN_CA_PASSPHRASE");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s\n%s", block, out).isZero();
    }

    private Path launcher() throws IOException {
        Path file = folder.resolve("bin/meshgen");
        if (!Files.exists(file)) {
            Files.createDirectory(file.getParent());
            Files.writeString(
                    file,
                    "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' -XX:TieredStopAtLevel=1 -cp '"
                            + System.getProperty("java.class.path") + "' " + Main.class.getName() + " \"$@\"\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
        return file;
    }
}
