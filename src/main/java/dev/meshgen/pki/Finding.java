package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import java.nio.file.Path;

/** Diagnostics about a file as a whole. */
final class Finding {
    private Finding() {}

    static Diagnostic error(String rule, Path file, String message, String hint) {
        return Diagnostic.error(rule, SourceSpan.wholeFile(file.toString()), message, hint);
    }

    static Diagnostic warning(String rule, Path file, String message, String hint) {
        return Diagnostic.warning(rule, SourceSpan.wholeFile(file.toString()), message, hint);
    }
}
