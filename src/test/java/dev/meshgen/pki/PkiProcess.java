package dev.meshgen.pki;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.RootPhase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A JVM of its own that works on a tree, so that it can be killed or run beside others. */
final class PkiProcess {
    static final CertificatePlan PLAN = PkiTree.plan("one", "two", "three", "four");

    private PkiProcess() {}

    static Process start(Path folder, String work) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PkiProcess.class.getName(),
                        folder.toString(),
                        work)
                .redirectErrorStream(true)
                .start();
    }

    /** Waits until the JVM is up and its work begins. */
    static void awaitStart(Process process) throws IOException {
        BufferedReader reader = process.inputReader(UTF_8);
        String line = reader.readLine();
        if (!"begin".equals(line)) {
            throw new IllegalStateException(line + reader.lines().toList());
        }
    }

    public static void main(String[] arguments) {
        PkiTree tree = PkiTree.in(Path.of(arguments[0]));
        System.out.println("begin");
        Outcome<List<String>> outcome = tree.ensure(PLAN);
        if (arguments[1].equals("rotate")) {
            outcome = rotate(tree);
        }
        System.out.println(outcome.diagnostics());
        System.exit(outcome.value().isPresent() ? 0 : 1);
    }

    /** Continues the root's rotation from its next step to its end. */
    private static Outcome<List<String>> rotate(PkiTree tree) {
        while (true) {
            RootPhase next = tree.nextStep(PLAN);
            Outcome<List<String>> outcome = tree.authority(PLAN).rotateRoot(next);
            if (next == RootPhase.NEW_ONLY || outcome.value().isEmpty()) {
                return outcome;
            }
        }
    }
}
