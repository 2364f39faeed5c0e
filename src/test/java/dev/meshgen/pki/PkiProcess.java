package dev.meshgen.pki;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.testing.VictimProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A JVM of its own that works on a tree, so that it can be killed or run beside others. */
final class PkiProcess {
    static final CertificatePlan PLAN = PkiTree.plan("one", "two", "three", "four");

    private PkiProcess() {}

    static Process start(Path folder, String... work) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        arguments.addAll(List.of(work));
        return VictimProcess.start(List.of(), PkiProcess.class, arguments.toArray(String[]::new));
    }

    public static void main(String[] arguments) {
        PkiTree tree = PkiTree.in(Path.of(arguments[0]));
        VictimProcess.begin();
        Outcome<List<String>> outcome =
                arguments[1].equals("adopt") ? adopt(tree, Path.of(arguments[2])) : tree.ensure(PLAN);
        switch (arguments[1]) {
            case "rotate" -> outcome = rotate(tree);
            case "abandon" -> outcome = rotateAndAbandon(tree);
            case "revoke" -> outcome = revoke(tree);
            default -> {}
        }
        System.out.println(outcome.diagnostics());
        System.exit(outcome.value().isPresent() ? 0 : 1);
    }

    /** Takes over the whole authority of another tree. */
    static Outcome<List<String>> adopt(PkiTree tree, Path other) {
        PkiTree source = PkiTree.in(other);
        Map<String, ExistingCertificates.Intermediate> all = new TreeMap<>();
        PLAN.intermediates()
                .forEach(planned -> all.put(
                        planned.name(),
                        new ExistingCertificates.Intermediate(
                                source.file("pki/" + planned.chainFile()),
                                source.file("pki/private/" + planned.keyFile()))));
        return tree.authority(PLAN)
                .adopt(new ExistingCertificates(
                        source.file("pki/root-cert.pem"), Optional.of(source.file("pki/private/root-key.pem")), all))
                .map(Adopted::files);
    }

    /** Makes the revocation lists again and again. */
    static Outcome<List<String>> revoke(PkiTree tree) {
        Revocation asked = new Revocation(List.of("0A"), List.of(), Duration.ofDays(30));
        Outcome<List<String>> outcome = Outcome.of(List.of());
        for (int i = 0; i < 3; i++) {
            outcome = outcome.then(made -> tree.authority(PLAN).revoke(asked).map(lists -> List.of(lists.toString())));
        }
        return outcome;
    }

    /** Begins the root's rotation again and again, and leaves it. */
    private static Outcome<List<String>> rotateAndAbandon(PkiTree tree) {
        Outcome<List<String>> outcome = Outcome.of(List.of());
        for (int i = 0; i < 3 && outcome.value().isPresent(); i++) {
            RootPhase next = tree.nextStep(PLAN);
            outcome = next == RootPhase.TRUST_BOTH ? tree.authority(PLAN).rotateRoot(next) : outcome;
            outcome = outcome.then(rotated -> tree.authority(PLAN).abandonRoot());
        }
        return outcome;
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
