package dev.meshgen.cli;

import dev.meshgen.pki.Authority;
import dev.meshgen.pki.Issued;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code meshgen ca issue}: every certificate that is missing. */
@Command(
        name = "issue",
        description = "Makes every key and certificate that is missing, keeps what exists, and checks it.",
        footer = "  meshgen ca issue mesh.yaml")
final class CaIssueCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CaOptions options = new CaOptions();

    CaIssueCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return options.run(
                console,
                Authority::issue,
                issued -> text(issued)
                        + (issued.isWhole()
                                ? "The certificates are complete. Commit them; the private keys stay out of git.\n"
                                : "The other certificates wait. Commit these; the private keys stay out of git.\n"));
    }

    /** What is new, and what was there before. */
    private static String text(Issued issued) {
        return issued.files().stream()
                        .map(file -> (issued.made().contains(file) ? "  + " : "  = ") + file + "\n")
                        .collect(Collectors.joining())
                + issued.made().size() + " made (+), "
                + (issued.files().size() - issued.made().size()) + " kept (=).\n";
    }

    static String lines(List<String> files) {
        return String.join("", files.stream().map(file -> "  " + file + "\n").toList());
    }

    /** {@code meshgen ca init}: the root alone, for a machine that keeps only the root. */
    @Command(
            name = "init",
            description = "Makes only the root's key and certificate.",
            footer = "  meshgen ca init mesh.yaml --keys-dir /media/usb/keys")
    static final class Init implements Callable<Integer> {
        private final Console console;

        @Mixin
        private CaOptions options = new CaOptions();

        Init(Console console) {
            this.console = console;
        }

        @Override
        public Integer call() {
            return options.run(
                    console,
                    Authority::issueRoot,
                    issued -> text(issued)
                            + "The root is complete. Commit its certificate; its private key stays out of git.\n");
        }
    }
}
