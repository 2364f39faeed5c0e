package dev.meshgen.schema;

import com.networknt.schema.Error;
import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.diagnostic.Suggestion;
import dev.meshgen.source.SpecDocument;
import dev.meshgen.source.SpecNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Words the schema validator's findings as diagnostics with a position and a fix. */
final class SchemaWording {
    private static final Map<String, String> OTHER_BOUNDS = Map.of(
            "uniqueItems", "Delete it.",
            "minItems", "Add one.",
            "minLength", "Write a longer one.",
            "maxLength", "Write a shorter one.",
            "maxItems", "Delete some of them.",
            "maxProperties", "Delete some of them.");

    private static final Map<String, String> TYPES = Map.of(
            "object", "a mapping",
            "array", "a list",
            "string", "a string",
            "integer", "an integer",
            "number", "a number",
            "boolean", "a boolean, `true` or `false`");

    private static final int LONGEST_QUOTED = 80;

    /** A pattern that starts with a word. */
    private static final Pattern PREFIXED = Pattern.compile("^\\^([A-Za-z]+_)");

    private final SchemaNode root;
    private final SpecDocument document;

    SchemaWording(SchemaNode root, SpecDocument document) {
        this.root = root;
        this.document = document;
    }

    List<Diagnostic> of(List<Violation> violations) {
        return violations.stream()
                .filter(violation -> !isExplainedByMisspelling(violation, violations))
                .filter(violation -> !isMisplaced(violation, violations))
                .filter(violation -> !isExplainedByLength(violation, violations))
                .map(violation -> misplaced(violation, violations).orElseGet(() -> one(violation)))
                .distinct()
                .toList();
    }

    /** A key that is missing because it is misspelled is one error, not two. */
    private boolean isExplainedByMisspelling(Violation missing, List<Violation> all) {
        return missing.is("required")
                && all.stream()
                        .filter(other ->
                                other.is("additionalProperties") && other.path().equals(missing.path()))
                        .anyMatch(other ->
                                root.meant(other.path(), other.property()).equals(Optional.of(missing.property())));
    }

    /** A key that is missing because it is too deep is one error, not two. */
    private static boolean isMisplaced(Violation missing, List<Violation> all) {
        return missing.is("required")
                && all.stream()
                        .anyMatch(other -> other.is("additionalProperties")
                                && other.property().equals(missing.property())
                                && other.path().startsWith(missing.path()));
    }

    private Optional<Diagnostic> misplaced(Violation unknown, List<Violation> all) {
        return unknown.is("additionalProperties")
                ? all.stream()
                        .filter(other -> isMisplaced(other, List.of(unknown)))
                        .findFirst()
                        .map(other -> Diagnostic.error(
                                "schema-unknown-key",
                                document.keySpanOf(unknown.path(), unknown.property()),
                                "`" + shortened(unknown.property()) + "` is in `" + unknown.path() + "`, and belongs "
                                        + (other.path().segments().isEmpty()
                                                ? "at the top level."
                                                : "under `" + other.path() + "`."),
                                "Indent it less, like the other keys there."))
                : Optional.empty();
    }

    /** A string that is too long may fit no pattern for that reason alone. */
    private static boolean isExplainedByLength(Violation pattern, List<Violation> all) {
        return pattern.is("pattern")
                && all.stream()
                        .anyMatch(other -> other.is("maxLength") && other.path().equals(pattern.path()));
    }

    private Diagnostic one(Violation violation) {
        SpecPath path = violation.path();
        if (violation.isAboutKey()) {
            return invalidKey(violation.mapping(document), violation.property());
        }
        return switch (violation.error().getKeyword()) {
            case "additionalProperties" -> unknownKey(path, violation.property());
            case "required" -> missingKey(path, violation.property(), "");
            case "type" -> wrongType(path);
            case "enum", "const" -> unknownValue(path);
            case "pattern", "format" -> badPattern(path);
            default -> outOfBounds(path, violation.error());
        };
    }

    /** A key that is required, but in either of two places, which no schema can express. */
    Diagnostic missingAfterDefaults(SpecPath cluster, String key) {
        return missingKey(cluster, key, " here or in `spec.clusterDefaults`");
    }

    private Diagnostic invalidKey(SpecPath parent, String key) {
        Optional<String> wanted =
                root.at(parent).flatMap(SchemaNode::propertyNames).flatMap(SchemaNode::form);
        return Diagnostic.error(
                "schema-key",
                document.keySpanOf(parent, key),
                "Key `" + shortened(key) + "` "
                        + wanted.map(text -> "isn't " + text).orElse("isn't allowed here") + ".",
                "Rename the key.");
    }

    private Diagnostic unknownKey(SpecPath path, String key) {
        SourceSpan span = document.keySpanOf(path, key);
        String fact =
                "Unknown key `" + shortened(key) + "`" + (path.segments().isEmpty() ? "" : " in `" + path + "`") + ".";
        return root.meant(path, key)
                .map(near -> Diagnostic.error(
                        "schema-unknown-key",
                        span,
                        fact + " Did you mean `" + near + "`?",
                        "Rename it to `" + near + "`."))
                .orElseGet(() -> Diagnostic.error("schema-unknown-key", span, fact, elsewhere(path, key)));
    }

    private String elsewhere(SpecPath path, String key) {
        List<String> places = new KeyPlaces(root).of(path, key);
        return places.isEmpty()
                ? "Delete it, or use one of " + quoted(knownKeys(path)) + "."
                : "`" + key + "` belongs " + String.join(" or ", places) + ": move it there.";
    }

    private List<String> knownKeys(SpecPath path) {
        return root.at(path).map(SchemaNode::knownKeys).orElse(List.of());
    }

    private Diagnostic missingKey(SpecPath path, String key, String where) {
        Optional<String> description = root.at(path)
                .flatMap(schema -> schema.property(key))
                .flatMap(schema -> schema.keyword("description"))
                .map(JsonNode::asString);
        return Diagnostic.error(
                "schema-missing-key",
                document.spanOf(path),
                named(path) + " lacks the required key `" + key + "`.",
                "Add `" + key + ":`" + where
                        + description
                                .map(text -> " (" + firstSentence(text) + ")")
                                .orElse("") + ".");
    }

    private Diagnostic wrongType(SpecPath path) {
        String wanted = root.at(path)
                .flatMap(schema -> schema.keyword("type"))
                .map(type -> TYPES.getOrDefault(type.asString(), type.asString()))
                .orElse("something else");
        Optional<SpecNode> node = document.find(path);
        String found = node.map(SchemaWording::kind).orElse("nothing");
        return Diagnostic.error(
                "schema-type",
                document.spanOf(path),
                named(path) + " must be " + wanted + ", but is " + found + ".",
                node.flatMap(written -> typeRemedy(path, written, wanted)).orElse("Write " + wanted + "."));
    }

    private Optional<String> typeRemedy(SpecPath path, SpecNode written, String wanted) {
        if (written instanceof SpecNode.Mapping mapping) {
            return wanted.equals("a list") ? Optional.of(new ListRemedy(root, path, mapping).text()) : Optional.empty();
        }
        SpecNode only =
                written instanceof SpecNode.Sequence list && list.items().size() == 1
                        ? list.items().get(0)
                        : written;
        if (!(only instanceof SpecNode.Scalar scalar)) {
            return Optional.empty();
        }
        if (scalar.value() == null) {
            return Optional.of(
                    isRequired(path) ? "Give it a value: the key is required." : "Give it a value, or delete the key.");
        }
        if (wanted.equals("a string") && only == written) {
            return Optional.of(quotingHint(path, scalar.text()));
        }
        return new ScalarRemedy(root, path, shortened(scalar.text())).of(wanted);
    }

    /**
     * Quotes alone don't fix a string that its pattern would refuse too: {@code 1.31} where a full
     * version is wanted.
     */
    private String quotingHint(SpecPath path, String text) {
        boolean fits = root.at(path)
                .flatMap(schema -> schema.keyword("pattern"))
                .map(pattern ->
                        Pattern.compile(pattern.asString()).matcher(text).find())
                .orElse(true);
        return fits ? "Put it in quotes: \"" + shortened(text) + "\"." : "Use " + wantedForm(path) + ".";
    }

    private String wantedForm(SpecPath path) {
        return root.at(path).flatMap(SchemaNode::form).orElse("of the right form");
    }

    private boolean isRequired(SpecPath path) {
        return path.segments().get(path.segments().size() - 1) instanceof SpecPath.Key key
                && root.at(path.parent()).flatMap(parent -> parent.keyword("required")).stream()
                        .flatMap(JsonNode::valueStream)
                        .anyMatch(each -> each.stringValue().equals(key.name()));
    }

    private static String kind(SpecNode node) {
        if (node instanceof SpecNode.Mapping) {
            return "a mapping";
        }
        if (node instanceof SpecNode.Sequence) {
            return "a list";
        }
        SpecNode.Scalar scalar = (SpecNode.Scalar) node;
        Object value = scalar.value();
        if (value == null) {
            return "empty";
        }
        String type =
                value instanceof String ? "the string " : value instanceof Boolean ? "the boolean " : "the number ";
        return type + "`" + shortened(scalar.text()) + "`";
    }

    private Diagnostic unknownValue(SpecPath path) {
        List<String> allowed = root.at(path).map(SchemaNode::allowedTexts).orElse(List.of());
        String text = shortened(text(path));
        if (allowed.contains(text)
                && document.find(path).orElse(null) instanceof SpecNode.Scalar scalar
                && !(scalar.value() instanceof String)) {
            return Diagnostic.error(
                    "schema-value",
                    document.spanOf(path),
                    named(path) + " must be a string, but is " + kind(scalar) + ".",
                    quotingHint(path, text));
        }
        String fact = "`" + path + "` can't be `" + text + "`.";
        String all = allowed.size() == 1 ? "Use `" + allowed.get(0) + "`." : "Use one of " + quoted(allowed) + ".";
        Optional<String> near = Suggestion.nearest(text, allowed);
        return Diagnostic.error(
                "schema-value",
                document.spanOf(path),
                fact + near.map(word -> " Did you mean `" + word + "`?").orElse(""),
                all);
    }

    private Diagnostic badPattern(SpecPath path) {
        return Diagnostic.error(
                "schema-pattern",
                document.spanOf(path),
                "`" + shortened(text(path)) + "` is not a valid value of `" + path + "`.",
                withPrefix(path)
                        .map(full -> "Write `" + shortened(full) + "`.")
                        .orElseGet(() -> "Use " + wantedForm(path) + "."));
    }

    /** The value with the word that each has to start with, such as that of a VM size. */
    private Optional<String> withPrefix(SpecPath path) {
        return root.at(path)
                .flatMap(schema -> schema.keyword("pattern"))
                .map(JsonNode::stringValue)
                .flatMap(pattern -> PREFIXED.matcher(pattern)
                        .results()
                        .map(found -> found.group(1) + text(path))
                        .filter(full -> full.matches(pattern))
                        .findFirst());
    }

    private Diagnostic outOfBounds(SpecPath path, Error error) {
        JsonNode bound = root.at(path)
                .flatMap(schema -> schema.keyword(error.getKeyword()))
                .orElse(error.getSchemaNode());
        String value = text(path);
        String fact = switch (error.getKeyword()) {
            case "minimum" -> "must be at least " + bound + ", but is " + shortened(value);
            case "maximum" -> "must be at most " + bound + ", but is " + shortened(value);
            case "minLength" -> "must have at least " + bound + " characters";
            case "maxLength" ->
                "must have at most " + bound + " characters, but has " + value.codePointCount(0, value.length());
            case "minItems" -> "must have at least " + bound + " item" + (bound.asInt() == 1 ? "" : "s");
            case "maxItems" -> "must have at most " + bound + " items";
            case "maxProperties" -> "must have at most " + bound + " keys";
            case "uniqueItems" -> "repeats `" + shortened(value) + "`";
            default -> "isn't right: " + error.getMessage();
        };
        return Diagnostic.error(
                "schema-bounds",
                document.spanOf(path),
                "`" + path + "` " + fact + ".",
                shortened(path, value, error.getKeyword(), bound).orElseGet(() -> allowed(path, error.getKeyword())));
    }

    /** The beginning of a name that is too long, if it is a name. */
    private Optional<String> shortened(SpecPath path, String value, String keyword, JsonNode bound) {
        if (!keyword.equals("maxLength") || bound.asInt() > LONGEST_QUOTED) {
            return Optional.empty();
        }
        String start =
                value.substring(0, value.offsetByCodePoints(0, bound.asInt())).replaceFirst("-+$", "");
        boolean fits = root.at(path)
                .flatMap(schema -> schema.keyword("pattern"))
                .map(pattern ->
                        Pattern.compile(pattern.asString()).matcher(start).find())
                .orElse(true);
        return fits ? Optional.of("Write a shorter one, such as `" + start + "`.") : Optional.empty();
    }

    /** The bounds in words, as far as the schema has them. */
    private String allowed(SpecPath path, String keyword) {
        Optional<SchemaNode> schema = root.at(path);
        String least = schema.flatMap(node -> node.keyword("minimum"))
                .map(bound -> "from " + bound + " ")
                .orElse("");
        String most = schema.flatMap(node -> node.keyword("maximum"))
                .map(bound -> "to " + bound + " ")
                .orElse("");
        return least.isEmpty() && most.isEmpty()
                ? OTHER_BOUNDS.getOrDefault(keyword, "Change the value; the schema describes the key.")
                : "Choose a number " + (least + most).strip() + ".";
    }

    private static String named(SpecPath path) {
        return path.segments().isEmpty() ? "The specification" : "`" + path + "`";
    }

    private String text(SpecPath path) {
        return document.find(path)
                .filter(SpecNode.Scalar.class::isInstance)
                .map(node -> ((SpecNode.Scalar) node).text())
                .orElse("");
    }

    /** A string, shortened to what fits into a message. */
    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_QUOTED
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTED)) + "…";
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
    }

    private static String firstSentence(String text) {
        String sentence = text.split("\\. |: ")[0];
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
