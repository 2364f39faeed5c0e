package dev.meshgen.source;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Parses YAML 1.2 (core schema) into located nodes. */
public final class SpecParser {
    private static final String CHECK = "Check indentation, colons and quotes here and on the line above.";

    public Outcome<SpecDocument> parse(SpecText text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(text.name())
                .setSchema(new CoreSchema())
                .setCodePointLimit(SpecReader.LARGEST)
                .setAllowNonScalarKeys(true) // so that they get a message of their own
                .setMaxAliasesForCollections(Integer.MAX_VALUE) // NodeLocator bounds what they expand to
                .build();
        try {
            return only(text, new Compose(settings).composeAllFromString(text.text()));
        } catch (MarkedYamlEngineException e) {
            return Outcome.failure(syntaxError(text, e));
        } catch (ReaderException e) {
            return Outcome.failure(unprintable(text, e));
        } catch (YamlVersionException e) {
            return Outcome.failure(otherVersion(text));
        } catch (YamlEngineException e) {
            return Outcome.failure(Diagnostic.error(
                    "yaml-syntax", lastRead(text, settings), sentence("Not valid YAML: " + e.getMessage()), CHECK));
        } catch (StackOverflowError e) {
            return Outcome.failure(Diagnostic.error(
                    "yaml-too-deep",
                    SourceSpan.wholeFile(text.name()),
                    "The document is nested too deeply.",
                    "Write it with fewer than 50 levels."));
        }
    }

    private static Outcome<SpecDocument> only(SpecText text, Iterable<Node> all) {
        Iterator<Node> documents = all.iterator();
        if (!documents.hasNext()) {
            return empty(text);
        }
        Node root = documents.next();
        return documents.hasNext() ? severalDocuments(text, documents.next()) : new NodeLocator(text).locate(root);
    }

    /** Where the reader was when it failed without saying where: after the last thing that it understood. */
    private static SourceSpan lastRead(SpecText text, LoadSettings settings) {
        SourceSpan last = new SourceSpan(text.name(), 1, 1, 1);
        try {
            for (Event event : new Parse(settings).parseString(text.text())) {
                last = event.getEndMark()
                        .map(mark -> new SourceSpan(text.name(), mark.getLine() + 1, mark.getColumn() + 1, 1))
                        .orElse(last);
            }
        } catch (YamlEngineException e) {
            return last; // the same failure
        }
        return last;
    }

    static Outcome<SpecDocument> empty(SpecText text) {
        return Outcome.failure(Diagnostic.error(
                "source-empty",
                SourceSpan.wholeFile(text.name()),
                "The specification is empty.",
                "Create one with `meshgen init`."));
    }

    private static Outcome<SpecDocument> severalDocuments(SpecText text, Node second) {
        return Outcome.failure(Diagnostic.error(
                "yaml-several-documents",
                NodeLocator.span(text.name(), second),
                "The file has more than one YAML document.",
                "Keep one mesh per file, without a second `---`."));
    }

    private static Diagnostic otherVersion(SpecText text) {
        List<String> lines = text.text().lines().toList();
        int line = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith("%YAML"))
                .findFirst()
                .orElse(0);
        return Diagnostic.error(
                "yaml-version",
                new SourceSpan(text.name(), line + 1, 1, lines.get(line).length()),
                "The specification must be YAML 1.2.",
                "Delete this line.");
    }

    private static Diagnostic syntaxError(SpecText text, MarkedYamlEngineException e) {
        ParserFault fault = ParserFault.of(text, e);
        if (fault.problem().contains("TAB")) {
            return Diagnostic.error("yaml-tab", fault.at(), "YAML can't be indented with tabs.", "Indent with spaces.");
        }
        if (fault.problem().contains("alias")) {
            return Diagnostic.error(
                    "yaml-alias",
                    fault.at(),
                    sentence(fault.problem()),
                    "Define the anchor `&name` before its first alias `*name`, or put the value in quotes.");
        }
        String context = fault.context().isEmpty() ? "" : " (" + fault.context() + ")";
        return new SyntaxSlip(fault)
                .find()
                .orElseGet(() ->
                        ParserFault.error(fault.at(), sentence("Not valid YAML: " + fault.problem() + context), CHECK));
    }

    private static Diagnostic unprintable(SpecText text, ReaderException e) {
        String before =
                text.text().substring(0, Math.min(e.getPosition(), text.text().length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        String last = before.substring(before.lastIndexOf('\n') + 1);
        return Diagnostic.error(
                "yaml-control-character",
                new SourceSpan(text.name(), line, last.codePointCount(0, last.length()) + 1, 1),
                "Character U+%04X isn't allowed in YAML.".formatted(e.getCodePoint()),
                "Delete it, or escape it in a double-quoted string.");
    }

    private static String sentence(String text) {
        String oneLine = text.replaceAll("\\s+", " ").strip();
        return Character.toUpperCase(oneLine.charAt(0)) + oneLine.substring(1) + (oneLine.endsWith(".") ? "" : ".");
    }
}
