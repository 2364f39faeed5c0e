package dev.meshgen.diagnostic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** For code scanning: SARIF 2.1.0 (OASIS), columns counted in code points. */
public final class SarifRenderer implements DiagnosticRenderer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    @Override
    public String render(List<Diagnostic> diagnostics, Optional<SourceText> source) {
        ObjectNode report = JSON.createObjectNode();
        report.put("$schema", SCHEMA).put("version", "2.1.0");
        ObjectNode run = report.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "meshgen");
        var rules = driver.putArray("rules");
        diagnostics.stream()
                .map(Diagnostic::rule)
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(rule -> rules.addObject().put("id", rule.value()));
        run.put("columnKind", "unicodeCodePoints");
        var results = run.putArray("results");
        for (Diagnostic diagnostic : diagnostics) {
            ObjectNode result = results.addObject();
            result.put("ruleId", diagnostic.rule().value());
            result.put("level", diagnostic.severity().label());
            String hint = diagnostic.hint().map(text -> " " + text).orElse("");
            result.putObject("message").put("text", diagnostic.message() + hint);
            locate(result.putArray("locations").addObject(), diagnostic.span());
            var related = result.putArray("relatedLocations");
            for (Diagnostic.Note note : diagnostic.notes()) {
                locate(related.addObject(), note.span()).putObject("message").put("text", note.message());
            }
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    }

    private static ObjectNode locate(ObjectNode location, SourceSpan span) {
        ObjectNode physical = location.putObject("physicalLocation");
        physical.putObject("artifactLocation").put("uri", uri(span.file()));
        if (!span.isWholeFile()) {
            physical.putObject("region")
                    .put("startLine", span.line())
                    .put("startColumn", span.column())
                    .put("endColumn", span.column() + span.length());
        }
        return location;
    }

    /** A path may hold what no URI can: spaces, brackets, letters of any language. */
    private static String uri(String path) {
        return Arrays.stream(path.split("/", -1))
                .map(name -> URLEncoder.encode(name, UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
