package dev.meshgen.schema;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.source.SpecDocument;
import java.util.List;

/**
 * What the schema says of a document.
 *
 * @param blanks the paths of the document without a usable value
 * @param readings the complete specification; with blanks, several that fill them differently; none
 *     if the document is no mapping
 */
public record CheckedSpec(SpecDocument document, List<Diagnostic> errors, Blanks blanks, List<CompleteSpec> readings) {
    public CheckedSpec {
        errors = List.copyOf(errors);
        readings = List.copyOf(readings);
    }
}
