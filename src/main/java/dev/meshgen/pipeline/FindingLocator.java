package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.RuleId;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.rule.Finding;
import dev.meshgen.rule.Rule;
import dev.meshgen.schema.Blanks;
import dev.meshgen.schema.Inheritance;
import dev.meshgen.source.SpecDocument;
import java.util.List;
import java.util.Optional;

/** Finds the place in the text that a finding is about. */
final class FindingLocator {
    private final SpecDocument document;
    private final Blanks blanks;

    FindingLocator(SpecDocument document, Blanks blanks) {
        this.document = document;
        this.blanks = blanks;
    }

    /**
     * Whether all that a finding speaks of is known: what is drawn from a value that was refused
     * already would be noise.
     */
    boolean isKnown(Finding finding) {
        return !blanks.hide(finding.path())
                && finding.related().stream().map(Finding.Related::path).noneMatch(blanks::hide)
                && finding.givenBy().stream().noneMatch(blanks::touch);
    }

    Diagnostic locate(Rule rule, Finding finding) {
        List<Diagnostic.Note> notes = finding.related().stream()
                .map(related -> new Diagnostic.Note(span(related.path()), related.message()))
                .toList();
        return new Diagnostic(
                finding.severity(),
                new RuleId(rule.id()),
                span(finding.path()),
                finding.message(),
                notes,
                Optional.of(finding.hint()));
    }

    /** The value's own place, or the place in {@code clusterDefaults} that it comes from. */
    private SourceSpan span(SpecPath path) {
        return Inheritance.origins(document, path).stream()
                .filter(origin -> document.find(origin).isPresent())
                .findFirst()
                .map(document::spanOf)
                .orElseGet(() -> document.spanOf(path));
    }
}
