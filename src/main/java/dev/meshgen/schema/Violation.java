package dev.meshgen.schema;

import com.networknt.schema.Error;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.source.SpecDocument;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the schema validator found, and where. */
record Violation(SpecPath path, Error error) {
    boolean is(String keyword) {
        return error.getKeyword().equals(keyword);
    }

    /** One for each item that repeats an earlier one, if it is about a list that has any. */
    Stream<Violation> ofItems() {
        if (!is("uniqueItems")) {
            return Stream.of(this);
        }
        Set<JsonNode> seen = new HashSet<>();
        JsonNode items = error.getInstanceNode();
        return IntStream.range(0, items.size())
                .filter(i -> !seen.add(items.get(i)))
                .mapToObj(i -> new Violation(path.index(i), error));
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
