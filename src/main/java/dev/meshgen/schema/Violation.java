package dev.meshgen.schema;

import com.networknt.schema.Error;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.source.SpecDocument;
import java.util.Optional;

/** What the schema validator found, and where. */
record Violation(SpecPath path, Error error) {
    boolean is(String keyword) {
        return error.getKeyword().equals(keyword);
    }

    /** Whether it is about the name of a key rather than about a value. */
    boolean isAboutKey() {
        return error.getEvaluationPath().toString().contains("/propertyNames");
    }

    /** The mapping that holds the key that it is about. */
    SpecPath mapping(SpecDocument document) {
        return document.find(path).isPresent() ? path : path.parent();
    }

    /** The key that is missing or unknown, or whose name is refused. */
    String property() {
        return Optional.ofNullable(error.getProperty())
                .orElseGet(() -> error.getInstanceNode().asString());
    }
}
