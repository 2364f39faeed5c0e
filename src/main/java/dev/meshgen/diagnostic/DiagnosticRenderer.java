package dev.meshgen.diagnostic;

import java.util.List;
import java.util.Optional;

/** Formats diagnostics for one kind of reader. */
public interface DiagnosticRenderer {
    /**
     * @param diagnostics in the order to print
     * @param source the specification's text, if it could be read
     * @return whole lines, or nothing
     */
    String render(List<Diagnostic> diagnostics, Optional<SourceText> source);
}
