package dev.meshgen.pki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.verify.VerificationReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
    @TempDir
    Path folder;

    @Test
    void ten_processes_make_one_authority() throws Exception {
        List<Process> running = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            running.add(PkiProcess.start(folder, "ensure"));
        }
        for (Process process : running) {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        }
        assertWhole();
    }

    @Test
    void ten_threads_make_one_authority() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(10);
        try {
            Callable<Map<String, String>> work = () -> {
                PkiTree tree = PkiTree.in(folder);
                tree.made(PkiProcess.PLAN);
                return tree.snapshot();
            };
            List<Map<String, String>> contents = new ArrayList<>();
            for (Future<Map<String, String>> made : threads.invokeAll(java.util.Collections.nCopies(10, work))) {
                contents.add(made.get());
            }
            assertThat(contents).containsOnly(contents.get(0));
        } finally {
            threads.shutdownNow();
        }
        assertWhole();
    }

    private void assertWhole() throws Exception {
        PkiTree tree = PkiTree.in(folder);
        VerificationReport report =
                PkiTree.value(tree.authority(PkiProcess.PLAN).verify());
        assertThat(report.keys()).hasSize(7);
        tree.assertModes();
        assertThat(tree.files()).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
}
