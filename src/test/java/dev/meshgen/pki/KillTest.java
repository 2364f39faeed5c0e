package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.files.Staging;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.pki.verify.RevocationStatus;
import dev.meshgen.testing.VictimProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    /** More of them by {@code -Dmeshgen.kills=100}. */
    private static final int KILLS = Integer.getInteger("meshgen.kills", 8);

    /** About as many changes as a run makes in the tree that can be told apart from outside. */
    private static final int CHANGES = 24;

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void a_run_that_is_killed_while_it_issues_is_finished_by_the_next() throws Exception {
        int tree = 0;
        for (int i = 0; i < KILLS; i++) {
            PkiTree killed = PkiTree.in(folder.resolve("tree" + tree));
            runAndKill(killed, "ensure");
            assertNothingHalf(killed);
            // Every third tree is finished; the others are killed again as they are.
            if (i % 3 == 2) {
                killed.made(PkiProcess.PLAN);
                assertSound(killed);
                tree++;
            }
        }
    }

    @Test
    void a_root_rotation_that_is_killed_is_finished_by_the_next_run() throws Exception {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiProcess.PLAN);
        for (int i = 0; i < KILLS; i++) {
            runAndKill(tree, "rotate");
            assertNothingHalf(tree);
            if (i % 2 == 1) {
                assertThat(PkiTree.rules(tree.ensure(PkiProcess.PLAN)))
                        .as("seed %d", seed)
                        .isEmpty();
                assertSound(tree);
            }
        }
        Authority authority = tree.authority(PkiProcess.PLAN);
        for (RootPhase next = tree.nextStep(PkiProcess.PLAN);
                next != RootPhase.TRUST_BOTH;
                next = tree.nextStep(PkiProcess.PLAN)) {
            PkiTree.value(authority.rotateRoot(next));
        }
        assertSound(tree);
    }

    @Test
    void an_adoption_that_is_killed_is_finished_by_the_next_run() throws Exception {
        PkiTree source = PkiTree.in(folder.resolve("source"));
        source.made(PkiProcess.PLAN);
        PkiTree tree = PkiTree.in(folder.resolve("tree0"));
        for (int i = 0; i < KILLS; i++) {
            runAndKill(tree, "adopt", source.folder().toString());
            assertNothingHalf(tree);
            if (i % 2 == 1) {
                assertThat(PkiTree.rules(PkiProcess.adopt(tree, source.folder())))
                        .as("seed %d", seed)
                        .isEmpty();
                tree.made(PkiProcess.PLAN);
                assertSound(tree);
                tree = PkiTree.in(folder.resolve("tree" + i));
            }
        }
    }

    @Test
    void revocation_lists_that_are_killed_stay_or_are_finished_by_the_next_run() throws Exception {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiProcess.PLAN);
        PkiTree.value(PkiProcess.revoke(tree));
        Revocation nothing = new Revocation(List.of(), List.of(), Duration.ofDays(30));
        BigInteger last = BigInteger.valueOf(3);
        for (int i = 0; i < KILLS; i++) {
            runAndKill(tree, "revoke");
            assertNothingHalf(tree);
            assertSoundOrFinishable(tree);
            if (i % 2 == 1) {
                RevocationStatus root = PkiTree.value(
                                tree.authority(PkiProcess.PLAN).revoke(nothing))
                        .get(0);
                assertThat(root.size()).as("seed %d", seed).isOne();
                assertThat(root.number()).as("seed %d", seed).isGreaterThan(last);
                last = root.number();
            }
        }
        PkiTree.value(PkiProcess.revoke(tree));
        assertThat(tree.file("pki/staged")).doesNotExist();
        assertSound(tree);
    }

    @Test
    void a_rotation_that_is_killed_while_it_is_abandoned_can_be_abandoned_again() throws Exception {
        PkiTree tree = PkiTree.in(folder);
        tree.made(PkiProcess.PLAN);
        byte[] root = Files.readAllBytes(tree.file("pki/root-cert.pem"));
        byte[] key = Files.readAllBytes(tree.file("pki/private/root-key.pem"));
        for (int i = 0; i < KILLS; i++) {
            runAndKill(tree, "abandon");
            assertNothingHalf(tree);
            assertSoundOrFinishable(tree);
        }
        tree.authority(PkiProcess.PLAN).abandonRoot();
        assertSound(tree);
        assertThat(tree.file("pki/root-cert.pem")).hasBinaryContent(root);
        assertThat(tree.file("pki/private/root-key.pem")).hasBinaryContent(key);
        assertThat(tree.file("pki/private/staged")).doesNotExist();
    }

    /** The tree can be used at once, whatever the killed run was about. */
    private void assertSoundOrFinishable(PkiTree tree) throws IOException {
        assertThat(PkiTree.rules(tree.ensure(PkiProcess.PLAN)))
                .as("seed %d", seed)
                .isEmpty();
        assertSound(tree);
    }

    /** After any number of changes, so that no moment is out of reach. */
    private void runAndKill(PkiTree tree, String... work) throws Exception {
        Process process = PkiProcess.start(tree.folder(), work);
        VictimProcess.killAfter(1 + random.nextInt(CHANGES), process, tree.folder());
    }

    /** Whatever has its final name is whole, and no key was ever wider open than it may be. */
    private void assertNothingHalf(PkiTree tree) throws IOException {
        tree.assertModes();
        if (!Files.exists(tree.folder())) {
            return;
        }
        for (Path file : tree.files()) {
            String name = file.getFileName().toString();
            if (name.endsWith(".pem") || name.endsWith(".crt") || name.endsWith(".key")) {
                assertThat(file)
                        .as("seed %d", seed)
                        .content()
                        .startsWith("-----BEGIN")
                        .endsWith("-----\n");
            }
        }
        for (PlannedCertificate planned : PkiProcess.PLAN.certificates()) {
            PkiFolders folders = tree.environment().folders();
            if (Files.exists(folders.publicFile(planned.certificateFile())) && !isCommitting(folders)) {
                assertThat(folders.keyFile(planned.keyFile()))
                        .as("seed %d", seed)
                        .exists();
            }
        }
    }

    private static boolean isCommitting(PkiFolders folders) throws IOException {
        return new Staging(folders, PkiProcess.PLAN).isReady();
    }

    private void assertSound(PkiTree tree) throws IOException {
        assertThat(tree.authority(PkiProcess.PLAN).verify().diagnostics())
                .as("seed %d", seed)
                .isEmpty();
        tree.assertModes();
    }
}
