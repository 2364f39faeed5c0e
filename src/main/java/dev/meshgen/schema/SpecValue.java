package dev.meshgen.schema;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.source.SpecDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A scalar of a complete specification.
 *
 * @param written where the document has it, which may be in {@code clusterDefaults}; empty for a
 *     default of the schema
 */
public record SpecValue(SpecPath path, Optional<SpecPath> written, String text, boolean isString) {
    /** All scalars, in the order of the schema. */
    public static List<SpecValue> of(CompleteSpec spec) {
        List<SpecValue> values = new ArrayList<>();
        add(SpecPath.ROOT, spec.tree(), spec.document(), values);
        return values;
    }

    private static void add(SpecPath path, JsonNode node, SpecDocument document, List<SpecValue> values) {
        if (node.isObject()) {
            node.propertyStream().forEach(each -> add(path.key(each.getKey()), each.getValue(), document, values));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                add(path.index(i), node.get(i), document, values);
            }
        } else {
            Optional<SpecPath> written = Inheritance.origins(document, path).stream()
                    .filter(origin -> document.find(origin).isPresent())
                    .findFirst();
            values.add(new SpecValue(path, written, node.asString(), node.isString()));
        }
    }

    /** The nearest key around it. */
    public String key() {
        SpecPath at = path;
        while (at.segments().get(at.segments().size() - 1) instanceof SpecPath.Index) {
            at = at.parent();
        }
        return ((SpecPath.Key) at.segments().get(at.segments().size() - 1)).name();
    }
}
