package dev.meshgen.schema;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.source.SpecNode;

/** What to write in place of a mapping that should be a list. */
record ListRemedy(SchemaNode root, SpecPath path, SpecNode.Mapping found) {
    String text() {
        String dash = "Begin each item of the list with `- `";
        return found.entries().stream()
                .findFirst()
                .map(first -> dash + ", as in `- " + item(first) + "`.")
                .orElse(dash + ".");
    }

    private String item(SpecNode.Entry first) {
        if (first.value() instanceof SpecNode.Scalar scalar) {
            return first.key() + ": " + scalar.text();
        }
        boolean isName = root.at(path.index(0))
                .filter(item -> item.property("name").isPresent()
                        && item.property(first.key()).isEmpty())
                .isPresent();
        return isName ? "name: " + first.key() : first.key() + ":";
    }
}
