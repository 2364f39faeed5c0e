package dev.meshgen.cli;

import dev.meshgen.diagnostic.Printable;
import dev.meshgen.pki.Authority;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code meshgen ca prune}: what is left of clusters and applications that were removed. */
@Command(
        name = "prune",
        description = "Removes the certificates of clusters and applications that the specification no longer has."
                + " Their keys go to `retired` in the keys folder.",
        footer = "  meshgen ca prune mesh.yaml")
final class CaPruneCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private CaOptions options = new CaOptions();

    CaPruneCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return options.run(console, Authority::prune, CaPruneCommand::text);
    }

    private static String text(List<Path> removed) {
        return removed.stream()
                        .map(file -> "  - " + Printable.text(file.toString()) + "\n")
                        .collect(Collectors.joining())
                + (removed.isEmpty()
                        ? "Nothing is left of a removed cluster or application.\n"
                        : "Destroy the keys in `retired`, and the secrets in the Key Vault, once nothing uses them.\n");
    }
}
