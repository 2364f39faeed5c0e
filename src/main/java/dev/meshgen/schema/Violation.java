package dev.meshgen.schema;

import com.networknt.schema.Error;
import dev.meshgen.diagnostic.SpecPath;

/** What the schema validator found, and where. */
record Violation(SpecPath path, Error error) {
    boolean is(String keyword) {
        return error.getKeyword().equals(keyword);
    }

    /** Whether it is about the name of a key rather than about a value. */
    boolean isAboutKey() {
        return error.getEvaluationPath().toString().contains("/propertyNames");
    }

    /** The key that is missing or unknown. */
    String property() {
        return error.getProperty();
    }
}
