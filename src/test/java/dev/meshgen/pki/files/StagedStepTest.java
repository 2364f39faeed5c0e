package dev.meshgen.pki.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.plan.RootKey;
import dev.meshgen.pki.plan.RootPhase;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a step that replaces files is called off, and what of it goes. */
class StagedStepTest {
    private static final CertificatePlan PLAN = new CertificatePlan(
            List.of(
                    planned(Role.ROOT, "root"),
                    planned(Role.CLUSTER, "one"),
                    planned(Role.INGRESS, "ingress"),
                    planned(Role.SERVER, "echo")),
            RootKey.PLAIN);

    @TempDir
    Path folder;

    private static PlannedCertificate planned(Role role, String name) {
        return new PlannedCertificate(role, name, KeyAlgorithm.ECDSA_P256, "contoso", List.of(), 1);
    }

    private static StagedStep step(String arguments) {
        return StagedStep.of(PLAN, arguments).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "import one FILE,request one --abandon",
        "rotate root --step trust-both,rotate root --abandon",
        "rotate root --abandon,rotate root --abandon",
        "rotate intermediate one,rotate intermediate one --abandon",
        "rotate server echo,rotate server echo --abandon",
        "adopt,adopt --abandon",
        "crl,crl --abandon"
    })
    void each_step_is_called_off_by_its_own_command(String arguments, String abandonment) {
        assertThat(step(arguments).abandonment()).isEqualTo(abandonment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "import two FILE", "import echo FILE", "rotate server echo; rm -r /", "adopt --abandon"})
    void no_other_text_is_a_step(String arguments) {
        assertThat(StagedStep.of(PLAN, arguments)).isEmpty();
    }

    @Test
    void an_intermediate_is_replaced_with_what_it_has_signed() {
        assertThat(step("rotate intermediate ingress").keyFiles())
                .containsExactlyInAnyOrder("ingress/ca-key.pem", "applications/echo/tls.key");
        assertThat(step("rotate intermediate one").publicFiles())
                .containsExactlyInAnyOrder("one/ca-cert.pem", "one/cert-chain.pem", "one/root-cert.pem");
        assertThat(step("rotate root --abandon").keyFiles()).isEmpty();
        assertThat(step("rotate root --abandon").publicFiles()).contains("rotation.json", "root-cert.pem");
    }

    @Test
    void a_step_that_is_called_off_leaves_nothing() throws IOException {
        PkiFolders folders = begun();

        assertThat(new DiscardedStep(folders).delete().value()).contains(folders);

        assertThat(files()).containsExactly("keys/root-key.pem", "pki/root-cert.pem");
        assertThat(folder.resolve("keys/staged")).doesNotExist();
        assertThat(folders.marks()).doesNotExist();
    }

    @Test
    void the_key_of_the_root_to_come_outlives_the_next_step() throws IOException {
        PkiFolders folders = begun();
        state(folders, RootPhase.TRUST_BOTH);

        new DiscardedStep(folders).delete();

        assertThat(files())
                .containsExactly(
                        "keys/root-key.pem", "keys/staged/root-key.pem", "pki/root-cert.pem", "pki/rotation.json");
        assertThat(folder.resolve("keys/staged/one")).doesNotExist();
    }

    @Test
    void a_key_that_a_finished_rotation_left_is_nobody_s() throws IOException {
        PkiFolders folders = begun();
        state(folders, RootPhase.NEW_ONLY);

        new DiscardedStep(folders).delete();

        assertThat(files()).containsExactly("keys/root-key.pem", "pki/root-cert.pem", "pki/rotation.json");
    }

    private PkiFolders begun() throws IOException {
        PkiFolders folders = new PkiFolders(folder.resolve("pki"), folder.resolve("keys"));
        for (Path file : List.of(
                folders.publicFile("root-cert.pem"),
                folders.keyFile("root-key.pem"),
                folders.staged().publicFile("one/ca-cert.pem"),
                folders.staged().keyFile("one/ca-key.pem"),
                folders.staged().keyFile("root-key.pem"),
                folders.begunMark())) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
        }
        return folders;
    }

    private static void state(PkiFolders folders, RootPhase phase) throws IOException {
        Files.write(
                folders.publicFile(RotationState.FILE),
                new RotationState(phase, "0".repeat(64), "1".repeat(64)).toJson());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_disk_s_fault_names_the_file_and_the_reason_that_the_system_gives() {
        assertThat(faultOf(new FileSystemException("b", null, "No space left")))
                .startsWith("`b` can't be")
                .contains(": No space left.");
        assertThat(faultOf(new AccessDeniedException("b")))
                .startsWith("`b` can't be")
                .contains(": permission denied.");
        assertThat(faultOf(new FileSystemException(null)))
                .startsWith("`a` can't be")
                .contains(": the operating system gives no reason.");
        assertThat(faultOf(new IOException("No space left on device")))
                .startsWith("`a` can't be")
                .contains(": No space left on device.");
    }

    private static String faultOf(IOException fault) {
        return Disk.attempt(Path.of("a"), () -> {
                    throw fault;
                })
                .diagnostics()
                .get(0)
                .message();
    }
}
