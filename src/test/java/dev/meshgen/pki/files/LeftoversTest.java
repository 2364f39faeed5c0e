package dev.meshgen.pki.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.plan.RootKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of clusters and applications that a mesh no longer has, and nothing of others. */
class LeftoversTest {
    private static final CertificatePlan PLAN = new CertificatePlan(
            List.of(
                    planned(Role.ROOT, "root"),
                    planned(Role.CLUSTER, "one"),
                    planned(Role.INGRESS, "ingress"),
                    planned(Role.SERVER, "echo")),
            RootKey.PLAIN);

    @TempDir
    Path folder;

    private PkiFolders folders;
    private Leftovers leftovers;

    private static PlannedCertificate planned(Role role, String name) {
        return new PlannedCertificate(role, name, KeyAlgorithm.ECDSA_P256, "contoso", List.of(), 1);
    }

    @BeforeEach
    void tree() throws IOException {
        folders = new PkiFolders(folder.resolve("pki"), folder.resolve("keys"));
        leftovers = new Leftovers(folders, PLAN);
        add("pki/root-cert.pem", "pki/one/ca-cert.pem", "pki/applications/echo/tls.crt", "keys/one/ca-key.pem");
        add("pki/two/ca-cert.pem", "pki/applications/old/tls.crt", "keys/two/ca-key.pem");
        add("keys/applications/old/tls.key");
    }

    private void add(String... files) throws IOException {
        for (String file : files) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), file);
        }
    }

    private List<String> relative(List<Path> files) {
        return files.stream().map(file -> folder.relativize(file).toString()).toList();
    }

    private List<String> found() {
        return relative(leftovers.find().value().orElseThrow());
    }

    private List<String> all() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return relative(files.filter(Files::isRegularFile).sorted().toList());
        }
    }

    @Test
    void keys_come_before_certificates() {
        assertThat(found())
                .containsExactly(
                        "keys/applications/old/tls.key",
                        "keys/two/ca-key.pem",
                        "pki/applications/old/tls.crt",
                        "pki/two/ca-cert.pem");
    }

    @Test
    void the_key_of_another_mesh_is_not_touched() throws IOException {
        add("keys/three/ca-key.pem");

        assertThat(found()).doesNotContain("keys/three/ca-key.pem").hasSize(4);
    }

    @Test
    void a_file_of_another_name_or_in_another_place_is_not_touched() throws IOException {
        add("pki/two/notes.txt", "pki/other/old/tls.crt", "pki/applications/a/b/tls.crt", "pki/applications/tls.crt");
        add("pki/ca-cert.pem");
        Files.createSymbolicLink(folder.resolve("pki/two/cert-chain.pem"), folder.resolve("pki/two/ca-cert.pem"));

        assertThat(found()).hasSize(4);
    }

    @Test
    void a_cluster_that_was_called_applications_is_left_where_there_are_no_applications() throws IOException {
        add("pki/applications/ca-cert.pem");
        CertificatePlan clusters =
                new CertificatePlan(List.of(planned(Role.ROOT, "root"), planned(Role.CLUSTER, "one")), RootKey.PLAIN);

        assertThat(relative(new Leftovers(folders, clusters).find().value().orElseThrow()))
                .contains("pki/applications/ca-cert.pem");
        assertThat(found()).doesNotContain("pki/applications/ca-cert.pem");
    }

    @Test
    void a_key_is_kept_among_the_retired_and_a_certificate_deleted() throws IOException {
        assertThat(leftovers.remove().value().orElseThrow()).hasSize(4);

        assertThat(all())
                .containsExactly(
                        "keys/one/ca-key.pem",
                        "keys/retired/applications/old/1-tls.key",
                        "keys/retired/two/1-ca-key.pem",
                        "pki/applications/echo/tls.crt",
                        "pki/one/ca-cert.pem",
                        "pki/root-cert.pem");
        assertThat(folder.resolve("pki/two")).doesNotExist();
        assertThat(folder.resolve("keys/two")).doesNotExist();
    }

    @Test
    void a_cluster_that_leaves_twice_leaves_two_keys() throws IOException {
        leftovers.remove();
        add("pki/two/ca-cert.pem", "keys/two/ca-key.pem");
        leftovers.remove();

        assertThat(all()).contains("keys/retired/two/1-ca-key.pem", "keys/retired/two/2-ca-key.pem");
    }

    @Test
    void an_authority_exists_once_one_of_its_folders_does() throws IOException {
        PkiFolders none = new PkiFolders(folder.resolve("a"), folder.resolve("b"));

        assertThat(none.exist()).isFalse();
        assertThat(new PkiFolders(folder.resolve("pki"), folder.resolve("b")).exist())
                .isTrue();
        assertThat(new PkiFolders(folder.resolve("a"), folder.resolve("keys")).exist())
                .isTrue();
    }

    @Test
    void the_state_of_a_rotation_belongs_into_version_control_while_there_is_one() throws IOException {
        assertThat(folders.publicFiles(PLAN)).doesNotContain("pki/rotation.json");
        add("pki/rotation.json");
        assertThat(folders.publicFiles(PLAN)).contains("pki/rotation.json");
    }

    @Test
    void only_files_that_are_there_belong_into_version_control() throws IOException {
        add("pki/rotation.json");

        assertThat(folders.publicFilesThere(PLAN))
                .containsExactly(
                        "pki/applications/echo/tls.crt",
                        "pki/one/ca-cert.pem",
                        "pki/root-cert.pem",
                        "pki/rotation.json");
    }
}
