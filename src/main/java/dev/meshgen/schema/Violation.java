package dev.meshgen.schema;

import com.networknt.schema.Error;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.source.SpecDocument;
import java.util.HashSet;
import java.util.List;
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

    /** If it is about a list with repeated items, one for each item that repeats another. */
    Stream<Violation> ofItems() {
        if (!is("uniqueItems")) {
            return Stream.of(this);
        }
        Set<JsonNode> seen = new HashSet<>();
        JsonNode items = error.getInstanceNode();
        List<Violation> repeated = IntStream.range(0, items.size())
                .filter(i -> !seen.add(items.get(i)))
                .mapToObj(i -> new Violation(path.index(i), error))
                .toList();
        // The validator also takes 1 and 1.0 for the same.
        return repeated.isEmpty() ? Stream.of(this) : repeated.stream();
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
