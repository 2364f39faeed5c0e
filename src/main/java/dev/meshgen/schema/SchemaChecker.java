package dev.meshgen.schema;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.source.SpecDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Checks a document against the JSON Schema, in our words, and completes it. */
public final class SchemaChecker {
    /** Where the schema lies in the jar. */
    public static final String RESOURCE = "/dev/meshgen/schemas/mesh.v1alpha1.schema.json";

    private final SchemaNode root;
    private final Schema schema;

    private SchemaChecker(JsonNode json) {
        root = SchemaNode.of(json);
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(json);
    }

    /** A checker for the schema that this program ships. */
    public static SchemaChecker load() {
        try (InputStream json = SchemaChecker.class.getResourceAsStream(RESOURCE)) {
            return new SchemaChecker(new JsonMapper().readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Outcome<CompleteSpec> check(SpecDocument document) {
        JsonNode tree = JsonTree.of(document.root());
        SchemaWording wording = new SchemaWording(root, document);
        List<Violation> violations = schema.validate(tree).stream()
                .map(error -> new Violation(path(error.getInstanceLocation()), error))
                .toList();
        List<Diagnostic> errors = wording.of(violations);
        if (!errors.isEmpty()) {
            return new Outcome<>(Optional.empty(), errors);
        }
        ObjectNode complete = new Defaults(root).fill((ObjectNode) tree);
        return Outcome.of(new CompleteSpec(document, complete), wording.missingAfterDefaults(complete));
    }

    private static SpecPath path(NodePath location) {
        SpecPath path = SpecPath.ROOT;
        for (int i = 0; i < location.getNameCount(); i++) {
            Object element = location.getElement(i);
            path = element instanceof Integer index ? path.index(index) : path.key(element.toString());
        }
        return path;
    }
}
