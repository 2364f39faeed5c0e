package dev.meshgen.cli;

import dev.meshgen.pki.CertificatePlan;
import dev.meshgen.pki.Issuance;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code meshgen ca issue}: every certificate that is missing. */
@Command(
        name = "issue",
        description = "Makes every key and certificate that is missing, keeps what exists, and checks it.")
final class CaIssueCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CaOptions options = new CaOptions();

    CaIssueCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return issue(console, options, plan -> plan);
    }

    private static int issue(Console console, CaOptions options, UnaryOperator<CertificatePlan> part) {
        var files =
                options.run(console, session -> new Issuance(session.environment()).ensure(part.apply(session.plan())));
        files.filter(made -> options.report.format == Console.Format.text).ifPresent(made -> {
            made.forEach(file -> console.out().println("  " + file.path()));
            console.out().println("The certificates are complete. Commit them; the private keys stay out of git.");
            console.out().flush();
        });
        return files.isPresent() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** {@code meshgen ca init}: the root alone, for a machine that is to keep nothing else. */
    @Command(name = "init", description = "Makes the root's key and certificate, and nothing else.")
    static final class Init implements Callable<Integer> {
        private final Console console;

        @Mixin
        private CaOptions options = new CaOptions();

        Init(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return issue(console, options, CertificatePlan::rootOnly);
        }
    }
}
