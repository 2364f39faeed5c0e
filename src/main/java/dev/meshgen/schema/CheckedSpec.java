package dev.meshgen.schema;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.source.SpecDocument;
import java.util.List;

/**
 * What the schema says of a document.
 *
 * @param blanks the places of the document that hold no value to go on with
 * @param readings the complete specification; where there are blanks, several that fill them with different values; none where
 *     nothing can be read
 */
public record CheckedSpec(SpecDocument document, List<Diagnostic> errors, Blanks blanks, List<CompleteSpec> readings) {
    public CheckedSpec {
        errors = List.copyOf(errors);
        readings = List.copyOf(readings);
    }
}
