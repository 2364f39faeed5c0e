package dev.meshgen.source;

import dev.meshgen.diagnostic.Diagnostic;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Slips within a line: a colon too few or too many. */
record LineSlip(ParserFault fault) {
    private static final Pattern KEY =
            Pattern.compile("(\\s*(?:- +)*)([A-Za-z]\\w*)(:?\\s*)([^\\s#].*?)?\\s*(?:\\s#.*)?");

    private static final Pattern TWO_COLONS =
            Pattern.compile("(\\s*(?:- +)*[A-Za-z]\\w*: +)([^\"'\\[{].*?: .*?)\\s*(?:\\s#.*)?");

    Optional<Diagnostic> find() {
        if (fault.problem().startsWith("could not find expected ':'")) {
            return fault.since().flatMap(start -> withoutColon(start.line()));
        }
        return fault.problem().startsWith("mapping values are not allowed")
                ? colonInText(fault.at().line()).or(() -> bareKey(fault.at().line()))
                : Optional.empty();
    }

    private Optional<Diagnostic> withoutColon(int line) {
        Matcher found = KEY.matcher(fault.line(line));
        if (!found.matches()) {
            return Optional.empty();
        }
        boolean joined = found.group(3).equals(":");
        String value = found.group(4) == null ? "" : found.group(4);
        String written = found.group(2) + found.group(3) + value;
        return Optional.of(ParserFault.error(
                fault.span(line, found.start(2), written),
                ParserFault.quoted(written.strip()) + " has no " + (joined ? "space after its colon." : "colon."),
                "Write " + ParserFault.quoted((found.group(2) + ": " + value).strip()) + "."));
    }

    /** A key alone on the line before, beside the one that fails. */
    private Optional<Diagnostic> bareKey(int line) {
        Matcher here = KEY.matcher(fault.line(line));
        Matcher before = KEY.matcher(fault.line(line - 1));
        return here.matches()
                        && before.matches()
                        && before.group(1).length() == here.group(1).length()
                        && !before.group(3).contains(":")
                ? withoutColon(line - 1)
                : Optional.empty();
    }

    private Optional<Diagnostic> colonInText(int line) {
        Matcher found = TWO_COLONS.matcher(fault.line(line));
        if (!found.matches()) {
            return Optional.empty();
        }
        String value = found.group(2);
        return Optional.of(ParserFault.error(
                fault.span(line, found.start(2), value),
                "A value with a colon and a space must be in quotes.",
                "Put it in quotes: " + ParserFault.inQuotes(value) + "."));
    }
}
