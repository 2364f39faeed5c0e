package dev.meshgen.diagnostic;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** For programs: one JSON document with every diagnostic. */
public final class JsonRenderer implements DiagnosticRenderer {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String render(List<Diagnostic> diagnostics, Optional<SourceText> source) {
        ObjectNode report = JSON.createObjectNode();
        var list = report.putArray("diagnostics");
        for (Diagnostic diagnostic : diagnostics) {
            ObjectNode entry = list.addObject();
            entry.put("severity", diagnostic.severity().label());
            entry.put("rule", diagnostic.rule().value());
            put(entry, diagnostic.span());
            entry.put("message", diagnostic.message());
            var notes = entry.putArray("notes");
            for (Diagnostic.Note note : diagnostic.notes()) {
                put(notes.addObject(), note.span()).put("message", note.message());
            }
            diagnostic.hint().ifPresent(hint -> entry.put("hint", hint));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    }

    private static ObjectNode put(ObjectNode entry, SourceSpan span) {
        entry.put("file", span.file());
        if (!span.isWholeFile()) {
            entry.put("line", span.line()).put("column", span.column()).put("length", span.length());
        }
        return entry;
    }
}
