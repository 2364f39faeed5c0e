package dev.meshgen.pki;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.testing.VictimProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A JVM of its own that works on a tree, so that it can be killed or run beside others. */
final class PkiProcess {
    static final CertificatePlan PLAN = PkiTree.plan("one", "two", "three", "four");

    private PkiProcess() {}

    static Process start(Path folder, String work) throws IOException {
        return VictimProcess.start(List.of(), PkiProcess.class, folder.toString(), work);
    }

    public static void main(String[] arguments) {
        PkiTree tree = PkiTree.in(Path.of(arguments[0]));
        VictimProcess.begin();
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
