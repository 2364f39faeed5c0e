package dev.meshgen.cli;

import dev.meshgen.diagnostic.Printable;
import dev.meshgen.pki.Authority;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgen ca prune}: what is left of clusters and applications that were removed. */
@Command(
        name = "prune",
        description = "Removes the certificates of clusters and applications that the specification no longer has."
                + " Their keys go to `retired` in the keys folder.",
        footer = "  meshgen ca prune mesh.yaml")
final class CaPruneCommand implements Callable<Integer> {
    private static final String REMOVED =
            "Destroy the keys in `retired` once nothing uses them. In clusters and Key Vault,"
                    + " `scripts/remove-what-left.sh` removes what left.\n";

    private final Console console;

    @Mixin
    private CaOptions options = new CaOptions();

    CaPruneCommand(Console console) {
        this.console = console;
    }

    @Option(names = "--dry-run", description = "List what would be removed, and remove nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        return dryRun
                ? options.run(
                        console,
                        Authority::leftovers,
                        found -> text(found, "To remove them, run `meshgen ca prune`.\n"))
                : options.run(console, Authority::prune, removed -> text(removed, REMOVED));
    }

    private static String text(List<Path> removed, String after) {
        return removed.stream()
                        .map(file -> "  - " + Printable.text(file.toString()) + "\n")
                        .collect(Collectors.joining())
                + (removed.isEmpty() ? "Nothing is left of a removed cluster or application.\n" : after);
    }
}
