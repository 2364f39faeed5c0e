package dev.meshgen.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that is full or read-only costs nothing: the next run has the whole tree. */
class FullDiskTest {
    private static final int FILES = 12;
    private static final int PAGE = 4096;
    private static final String LARGE = "size=16m";

    private static final Map<String, String> OF_SOMEBODY = Map.of("notes", "mine\n", "shared/0/notes", "mine\n");

    @TempDir
    private Path folder;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && runs("mount", "-t", "tmpfs", "-o", LARGE, "tmpfs", folder.toString()),
                "skipped: a tmpfs can't be mounted here; run as root on Linux");
    }

    @AfterEach
    void unmount() throws Exception {
        runs("umount", folder.toString());
    }

    /**
     * @param files of the tree; two threads write what changes between two trees of 700
     * @param step by which the disk has more pages to spare each time
     * @param refused how many times it must be too small
     */
    @ParameterizedTest
    @CsvSource({FILES + ", 1, " + FILES, "700, 200, 5"})
    void a_disk_that_is_full_at_any_point_leaves_what_the_next_run_completes(int files, int step, int refused)
            throws Exception {
        int failed = 0;
        int spare = 0;
        boolean fits = false;
        while (!fits) {
            remount(LARGE);
            assertBecomes(WriterProcess.tree(0, files));
            writeFilesOfSomebody();
            remount("size=" + (used() + (long) spare * PAGE));

            Outcome<ChangeSet> full = write(WriterProcess.tree(1, files));

            fits = full.value().isPresent();
            failed += fits ? 0 : 1;
            assertThat(full.diagnostics())
                    .as("%d pages to spare", spare)
                    .extracting(each -> each.rule().value())
                    .isSubsetOf("output-failed", "output-unfinished");
            assertThat(read()).as("%d pages to spare", spare).containsAllEntriesOf(OF_SOMEBODY);
            remount(LARGE);
            // Half of the specifications change in between.
            assertBecomes(WriterProcess.tree(failed % 2 == 0 ? 1 : 2, files));
            spare += step;
        }
        assertThat(failed).isGreaterThan(refused);
    }

    @Test
    void a_read_only_disk_keeps_the_old_tree() throws Exception {
        assertBecomes(WriterProcess.tree(0, FILES));
        writeFilesOfSomebody();
        remount("ro");

        Outcome<ChangeSet> refused = write(WriterProcess.tree(1, FILES));

        assertThat(refused.diagnostics()).isNotEmpty().allMatch(Diagnostic::isError);
        remount("rw");
        assertThat(read()).isEqualTo(wanted(WriterProcess.tree(0, FILES), OF_SOMEBODY));
        assertBecomes(WriterProcess.tree(1, FILES));
    }

    private Outcome<ChangeSet> write(OutputTree tree) {
        return new TreeWriter(folder, false).write(tree);
    }

    private void assertBecomes(OutputTree tree) throws IOException {
        Map<String, String> own = read();
        own.keySet().retainAll(OF_SOMEBODY.keySet());
        assertThat(write(tree).diagnostics()).extracting(Diagnostic::message).isEmpty();
        assertThat(read()).isEqualTo(wanted(tree, own));
    }

    private static Map<String, String> wanted(OutputTree tree, Map<String, String> more) {
        Map<String, String> wanted = new TreeMap<>(more);
        for (OutputFile file : tree.files().values()) {
            wanted.put(file.path(), file.text());
        }
        wanted.put(Lock.FILE, Lock.of(tree).toJson());
        return wanted;
    }

    private void writeFilesOfSomebody() throws IOException {
        for (var file : OF_SOMEBODY.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private Map<String, String> read() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            each -> folder.relativize(each).toString(),
                            FullDiskTest::text,
                            (one, other) -> one,
                            TreeMap::new));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long used() throws IOException {
        FileStore store = Files.getFileStore(folder);
        return store.getTotalSpace() - store.getUnallocatedSpace();
    }

    private void remount(String options) throws Exception {
        assertThat(runs("mount", "-o", "remount," + options, folder.toString())).isTrue();
    }

    private static boolean runs(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
