package dev.meshgen.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema as other programs read it. */
public final class PublishedSchema {
    /**
     * Keywords that a strict validator refuses: what editors show where a pattern refuses a value,
     * which other value a default depends on, and formats, each of which has a pattern beside it.
     */
    private static final List<String> OWN = List.of("patternErrorMessage", "defaultWith", "format");

    private PublishedSchema() {}

    /** The schema for editors. */
    public static String text() {
        try (InputStream json = PublishedSchema.class.getResourceAsStream(SchemaChecker.RESOURCE)) {
            return new String(json.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema for validators that refuse a keyword which the standard doesn't have. */
    public static String strictText() {
        JsonMapper json = new JsonMapper();
        JsonNode schema = json.readTree(text());
        OWN.forEach(keyword -> schema.findParents(keyword).forEach(each -> ((ObjectNode) each).remove(keyword)));
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(schema).replace("\r\n", "\n") + "\n";
    }
}
