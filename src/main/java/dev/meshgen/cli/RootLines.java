package dev.meshgen.cli;

import dev.meshgen.diagnostic.Printable;
import dev.meshgen.pki.x509.TrustedRoot;
import java.util.List;
import java.util.stream.Collectors;

/** Prints the roots that a person compares with another source. */
final class RootLines {
    private RootLines() {}

    static String of(List<TrustedRoot> roots) {
        return roots.stream()
                .map(root -> "Root " + Printable.text(root.toString()) + "\n")
                .collect(Collectors.joining());
    }
}
