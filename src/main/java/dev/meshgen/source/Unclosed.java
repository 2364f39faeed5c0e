package dev.meshgen.source;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import java.util.Optional;

/** Brackets and quotes that aren't closed: a parser notices that where it needs the end. */
record Unclosed(ParserFault fault) {
    Optional<Diagnostic> find() {
        if (fault.context().contains("parsing a flow") && fault.since().isPresent()) {
            return Optional.of(bracket(opening(fault.since().get())));
        }
        if (fault.context().contains("quoted scalar") && fault.problem().contains("end of stream")) {
            return fault.since().map(this::quote);
        }
        if (fault.problem().matches("expected <block end>, but found '[\\]}]'")) {
            String sign = fault.problem().contains("]") ? "]" : "}";
            return Optional.of(
                    ParserFault.error(fault.at(), "`" + sign + "` closes nothing that is open here.", "Delete it."));
        }
        return new QuotedLines(fault).lastEndingIn(fault.at().line()).map(this::quote);
    }

    /** A pair in a list has no bracket of its own: that of the list is before it. */
    private SourceSpan opening(SourceSpan start) {
        int line = start.line();
        String text = fault.before(start) + fault.from(start).replaceFirst("(?s)(?<=^.).*", "");
        while (line > 1 && !text.matches(".*[\\[{].*")) {
            line--;
            text = fault.line(line);
        }
        int offset = Math.max(0, Math.max(text.lastIndexOf('['), text.lastIndexOf('{')));
        return fault.span(line, offset, "[");
    }

    private Diagnostic bracket(SourceSpan open) {
        String sign = fault.from(open).startsWith("[") ? "[" : "{";
        String close = sign.equals("[") ? "]" : "}";
        String found = fault.from(fault.at());
        if (found.startsWith("]") || found.startsWith("}")) {
            return ParserFault.error(
                            fault.at(),
                            "`" + found.charAt(0) + "` can't close what `" + sign + "` opens.",
                            "Write `" + close + "` here.")
                    .withNote(open, "`" + sign + "` is here.");
        }
        if (open.line() == fault.at().line()) {
            return ParserFault.error(
                    fault.at(),
                    "What `" + sign + "` opens at column " + open.column() + " lacks a comma or its `" + close
                            + "` before this place.",
                    "Put a comma between two items, and `" + close + "` after the last one.");
        }
        int last = lastLine(open.line());
        return ParserFault.error(
                open,
                "`" + sign + "` isn't closed.",
                "Write `" + close + "` " + (isCommented(last) ? "before the comment" : "at the end") + " of line "
                        + last + ".");
    }

    /** The last line before the failure that has more than a comment. */
    private int lastLine(int first) {
        int line = Math.min(fault.at().line() - 1, fault.lines().size());
        while (line > first && fault.line(line).matches("\\s*(#.*)?")) {
            line--;
        }
        return line;
    }

    private boolean isCommented(int line) {
        return fault.line(line).contains(" #");
    }

    private Diagnostic quote(SourceSpan open) {
        String rest = fault.from(open).replaceFirst("\\s+#.*", "").stripTrailing();
        String sign = rest.substring(0, 1);
        return ParserFault.error(
                open,
                "The quote `" + sign + "` isn't closed in its line.",
                "Write " + ParserFault.quoted(rest + sign) + ", if the value ends with the line.");
    }
}
