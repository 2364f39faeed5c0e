package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import java.nio.file.Path;

/** What is refused because another authority has the root's key. */
final class ExternalRoot {
    private static final String FACT = "The specification says that the root is kept elsewhere (`root: external`), so ";

    private ExternalRoot() {}

    static Diagnostic notMade(Path file) {
        return Diagnostic.error(
                "pki-external-root",
                file,
                FACT + "meshgen makes none.",
                "Run `meshgen ca request CLUSTER`: the root comes with the first answer. Or set `root: managed`.");
    }

    static Diagnostic notImported(Path file) {
        return Diagnostic.error(
                "pki-external-root",
                file,
                "The root of another authority can't be imported: by the specification meshgen makes the root.",
                "Set `root: external` in `certificateAuthority`; the mesh's present root stays until the rotation is"
                        + " over.");
    }

    static Diagnostic notReplaced(Path file) {
        return Diagnostic.error(
                "pki-external-root",
                file,
                FACT + "meshgen doesn't make its successor.",
                "Run `meshgen ca import root FILE` with the new root's certificate. Or set `root: managed`.");
    }
}
