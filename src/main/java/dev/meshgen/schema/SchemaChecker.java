package dev.meshgen.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.regex.RegularExpression;
import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.json.JsonText;
import dev.meshgen.source.SpecDocument;
import dev.meshgen.source.SpecNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks a document against the JSON Schema and fills in defaults. */
public final class SchemaChecker {
    /** The path of the schema in the jar. */
    public static final String RESOURCE = "/dev/meshgen/schemas/mesh.v1alpha1.schema.json";

    /** No value that has a pattern may be longer, as the schema says of each. */
    static final int LONGEST = 1024;

    private static final String VERSION = "kubernetesVersion";

    private final SchemaNode root;
    private final Schema schema;

    private SchemaChecker(JsonNode json) {
        root = SchemaNode.of(json);
        SchemaRegistryConfig strict = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .regularExpressionFactory(SchemaChecker::bounded)
                .build();
        schema = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(strict))
                .getSchema(json);
    }

    /**
     * Java matches groups by recursion: a string of 100,000 characters would overflow the stack.
     */
    private static RegularExpression bounded(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return text -> text.length() <= LONGEST && pattern.matcher(text).find();
    }

    /** A checker for the schema that this program ships. */
    public static SchemaChecker load() {
        return new SchemaChecker(read());
    }

    /** The schema itself. */
    static SchemaNode document() {
        return SchemaNode.of(read());
    }

    private static JsonNode read() {
        try (InputStream json = SchemaChecker.class.getResourceAsStream(RESOURCE)) {
            return JsonText.parse(new String(json.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Checks a document, and replaces what it refuses, so that later stages can check the rest in
     * the same run.
     */
    public CheckedSpec check(SpecDocument document) {
        JsonNode written = JsonTree.of(document.root());
        List<Violation> violations = violations(document, written);
        Repair repair = new Repair(root, document, violations);
        SchemaWording wording = new SchemaWording(root, document);
        List<Diagnostic> errors = new ArrayList<>(wording.of(violations));
        errors.addAll(new RegionSpelling(root, document, repair.blanks()).warnings());
        if (!(written instanceof ObjectNode tree)) {
            return new CheckedSpec(document, errors, repair.blanks(), List.of());
        }
        ObjectNode complete = complete(repair, tree, 0);
        for (SpecPath cluster : unversioned(complete)) {
            if (!repair.blanks().hide(cluster.key(VERSION))) {
                errors.add(wording.missingAfterDefaults(cluster, VERSION));
                repair.blank(cluster.key(VERSION));
            }
        }
        Blanks blanks = repair.blanks();
        List<CompleteSpec> readings = blanks.isEmpty()
                ? List.of(new CompleteSpec(document, complete))
                : IntStream.range(0, StandIns.READINGS)
                        .mapToObj(reading -> new CompleteSpec(document, versioned(repair, tree, reading)))
                        .toList();
        return new CheckedSpec(document, errors, blanks, readings);
    }

    private ObjectNode complete(Repair repair, ObjectNode written, int reading) {
        return new Defaults(root).fill(repair.tree(written, new StandIns(reading)));
    }

    /** The complete tree, with a version also where nobody can tell whether one is missing. */
    private ObjectNode versioned(Repair repair, ObjectNode written, int reading) {
        ObjectNode complete = complete(repair, written, reading);
        for (SpecPath cluster : unversioned(complete)) {
            Repair.fill(root, complete, cluster.key(VERSION), new StandIns(reading));
        }
        return complete;
    }

    /** The clusters without a version of their own or in the defaults. */
    private static List<SpecPath> unversioned(ObjectNode complete) {
        JsonNode clusters = complete.get("spec").get("clusters");
        return IntStream.range(0, clusters.size())
                .filter(i -> clusters.get(i).get(VERSION) == null)
                .mapToObj(SpecPath.of("spec", "clusters")::index)
                .toList();
    }

    private List<Violation> violations(SpecDocument document, JsonNode written) {
        List<Violation> all = schema.validate(written).stream()
                .map(error -> new Violation(path(error.getInstanceLocation()), error))
                .flatMap(Violation::ofItems)
                .toList();
        Set<SpecPath> repeated = all.stream()
                .filter(violation -> violation.is("uniqueItems"))
                .map(Violation::path)
                .collect(Collectors.toSet());
        return all.stream()
                // What else is wrong with a repeated item is told of the first one.
                .filter(violation -> violation.is("uniqueItems") || !repeated.contains(violation.path()))
                .filter(violation -> violation.isAboutKey()
                        || !(document.find(violation.path()).orElse(null) instanceof SpecNode.Unusable))
                .toList();
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
