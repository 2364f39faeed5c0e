package dev.meshgen.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.testing.RequiredTool;
import dev.meshgen.testing.VictimProcess;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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

    /** Two threads write what changes between two trees of so many. */
    private static final int MANY_FILES = 700;

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

    @ParameterizedTest
    @ValueSource(ints = {FILES, MANY_FILES})
    void a_run_that_is_killed_is_completed_or_taken_back_by_the_next(int files) throws Exception {
        writeFilesOfSomebody();
        for (int i = 0; i < KILLS; i++) {
            int number = random.nextInt(WriterProcess.TREES);
            VictimProcess.killAfter(random.nextInt(CHANGES), WriterProcess.start(folder, number, files), folder);
            // Half of the specifications change in between; every third folder is killed again as
            // it is.
            int next = i % 2 == 0 ? number : random.nextInt(WriterProcess.TREES);
            if (i % 3 != 2) {
                assertBecomes(WriterProcess.tree(next, files));
            }
        }
        assertBecomes(WriterProcess.tree(0, files));
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
        new TreeWriter(folder, false).write(WriterProcess.tree(0, 3)).value().orElseThrow();
        Path blocked = folder.resolve("shared/1");
        assertThat(blocked.toFile().setWritable(false)).isTrue();

        Process refused = WriterProcess.start(folder, 1, 3, withoutRootsRights());

        assertThat(refused.inputReader(UTF_8).lines()).anyMatch(line -> line.contains("output-failed"));
        assertThat(refused.waitFor()).isOne();
        assertThat(blocked.toFile().setWritable(true)).isTrue();
        assertThat(read()).isEqualTo(wanted(WriterProcess.tree(0, 3)));
    }

    /** Root may write everywhere, unless it starts a process that gave this right up. */
    private static String[] withoutRootsRights() {
        if (!System.getProperty("user.name").equals("root")) {
            return new String[0];
        }
        RequiredTool.assumeOrFail("setpriv");
        return new String[] {"setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"};
    }

    private void assertBecomes(OutputTree tree) throws IOException {
        assertThat(new TreeWriter(folder, false).write(tree).diagnostics())
                .as("seed %d", seed)
                .extracting(Diagnostic::message)
                .isEmpty();
        Map<String, String> all = wanted(tree);
        all.putAll(OF_SOMEBODY);
        assertThat(read()).as("seed %d", seed).isEqualTo(all);
        assertThat(emptyFolders()).as("empty folders, seed %d", seed).isEmpty();
    }

    private List<Path> emptyFolders() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isDirectory)
                    .filter(each -> each.toFile().list().length == 0)
                    .toList();
        }
    }

    private static Map<String, String> wanted(OutputTree tree) {
        Map<String, String> wanted = new TreeMap<>();
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
