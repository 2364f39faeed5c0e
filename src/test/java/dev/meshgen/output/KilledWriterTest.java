package dev.meshgen.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whenever a run ends, the next one brings the folder to its own tree and loses nothing. */
class KilledWriterTest {
    /** More of them by {@code -Dmeshgen.kills=200}. */
    private static final int KILLS = Integer.getInteger("meshgen.kills", 8);

    private static final int FILES = 150;

    /** About as many changes as a run makes in the folder that can be told apart from outside. */
    private static final int CHANGES = 40;

    private static final Map<String, String> OF_SOMEBODY = Map.of(
            "notes",
            "mine\n",
            "clusters/0/0/notes",
            "mine\n",
            "shared/0/.1.tmp",
            "mine\n",
            "pki/root-cert.pem",
            "mine\n");

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void a_run_that_is_killed_is_completed_or_taken_back_by_the_next() throws Exception {
        writeFilesOfSomebody();
        for (int i = 0; i < KILLS; i++) {
            int number = random.nextInt(WriterProcess.TREES);
            killSomewhere(WriterProcess.start(folder, number, FILES));
            // Half of the specifications change in between; every third folder is killed again as it is.
            int next = i % 2 == 0 ? number : random.nextInt(WriterProcess.TREES);
            if (i % 3 != 2) {
                assertBecomes(WriterProcess.tree(next, FILES));
            }
        }
        assertBecomes(WriterProcess.tree(0, FILES));
    }

    /**
     * Kills at every call that changes the folder, one after the other, by strace; on demand, by
     * {@code -Dmeshgen.strace=true}, as it starts a hundred JVMs.
     */
    @ParameterizedTest
    @ValueSource(strings = {"mkdir", "pwrite64", "fsync", "fchmod", "chmod", "write", "rename", "unlink", "rmdir"})
    void no_call_of_the_system_is_a_bad_moment_to_be_killed(String call) throws Exception {
        assumeTrue(Boolean.getBoolean("meshgen.strace"), "skipped: asked for by -Dmeshgen.strace=true only");
        int files = 4;
        int kills = 0;
        while (isKilledAt(call, kills + 1, files)) {
            kills++;
            writeFilesOfSomebody();
            assertBecomes(WriterProcess.tree(kills % 2, files));
        }
        System.out.println(kills + " kills, one at each " + call);
    }

    private boolean isKilledAt(String call, int number, int files) throws Exception {
        new TreeWriter(folder, false).write(WriterProcess.tree(0, files));
        String kill = "inject=" + call + ":signal=SIGKILL:when=" + number;
        String[] strace = {"strace", "-f", "-qqq", "-o", "/dev/null", "-e", "trace=" + call, "-e", kill};
        Process process = WriterProcess.start(folder, 1, files, strace);
        process.inputReader(UTF_8).lines().forEach(line -> {});
        return process.waitFor() != 0;
    }

    @Test
    void several_runs_at_once_wait_for_each_other() throws Exception {
        writeFilesOfSomebody();
        new TreeWriter(folder, false).write(WriterProcess.tree(0, FILES));
        List<Process> runs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runs.add(WriterProcess.start(folder, i % WriterProcess.TREES, FILES));
        }
        for (Process run : runs) {
            String said = String.join("\n", run.inputReader(UTF_8).lines().toList());
            assertThat(run.waitFor()).as(said).isZero();
        }
        assertBecomes(WriterProcess.tree(1, FILES));
    }

    @Test
    void a_folder_that_is_read_only_leaves_the_old_tree() throws Exception {
        assertBecomesWithoutFilesOfSomebody(WriterProcess.tree(0, 3));
        Path blocked = folder.resolve("shared/1");
        assumeTrue(!System.getProperty("user.name").equals("root"), "skipped: root may write everywhere");
        assertThat(blocked.toFile().setWritable(false)).isTrue();

        var outcome = new TreeWriter(folder, false).write(WriterProcess.tree(1, 3));

        assertThat(blocked.toFile().setWritable(true)).isTrue();
        assertThat(outcome.diagnostics())
                .extracting(each -> each.rule().value())
                .containsExactly("output-failed");
        assertThat(read()).isEqualTo(wanted(WriterProcess.tree(0, 3), false));
    }

    private void killSomewhere(Process process) throws Exception {
        WriterProcess.awaitStart(process);
        int left = random.nextInt(CHANGES);
        int seen = state();
        while (left > 0 && !process.waitFor(1, TimeUnit.MILLISECONDS)) {
            int now = state();
            left -= now == seen ? 0 : 1;
            seen = now;
        }
        process.destroyForcibly().waitFor();
    }

    private int state() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().map(Path::toString).toList().hashCode();
        } catch (IOException | UncheckedIOException e) {
            // A file went while it was looked at.
            return 0;
        }
    }

    private void assertBecomes(OutputTree tree) throws IOException {
        assertThat(new TreeWriter(folder, false).write(tree).diagnostics())
                .as("seed %d", seed)
                .extracting(Diagnostic::message)
                .isEmpty();
        assertThat(read()).as("seed %d", seed).isEqualTo(wanted(tree, true));
        assertThat(folder.resolve("clusters")
                        .toFile()
                        .list((above, name) ->
                                above.toPath().resolve(name).toFile().isDirectory()
                                        && above.toPath().resolve(name).toFile().list().length == 0))
                .as("empty folders, seed %d", seed)
                .isEmpty();
    }

    private void assertBecomesWithoutFilesOfSomebody(OutputTree tree) throws IOException {
        assertThat(new TreeWriter(folder, false).write(tree).diagnostics()).isEmpty();
        assertThat(read()).isEqualTo(wanted(tree, false));
    }

    private static Map<String, String> wanted(OutputTree tree, boolean withFilesOfSomebody) {
        Map<String, String> wanted = new TreeMap<>(withFilesOfSomebody ? OF_SOMEBODY : Map.of());
        for (OutputFile file : tree.files().values()) {
            wanted.put(file.path(), file.text());
        }
        wanted.put(Lock.FILE, Lock.of(tree).toJson());
        return wanted;
    }

    private Map<String, String> read() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                found.put(folder.relativize(each).toString(), Files.readString(each));
            }
        }
        return found;
    }

    private void writeFilesOfSomebody() throws IOException {
        for (var file : OF_SOMEBODY.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
