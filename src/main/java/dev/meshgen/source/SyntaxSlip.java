package dev.meshgen.source;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Slips that a YAML parser tells only the consequence of. */
record SyntaxSlip(ParserFault fault) {
    /** A value that starts with a sign of YAML's own, up to where it ends. */
    private static final Pattern SIGN = Pattern.compile("[*&@`%][^\\s,\\]}#]*");

    /** The same outside brackets, where it ends with the line. */
    private static final Pattern SIGNED_LINE = Pattern.compile("[*&@`%].*?(?=\\s+#|\\s*$)");

    /** What looks like a space, or like nothing, and isn't one to YAML. */
    private static final Pattern FALSE_SPACE = Pattern.compile("[\\p{Zs}\\u200B\\uFEFF&&[^ ]]");

    private static final Pattern UNQUOTED = Pattern.compile("[^\"'#]*");

    /** In characters: nobody writes a longer one by hand, and patterns take long for it. */
    private static final int LONGEST_LINE = 300;

    /** A line without its colon is noticed in the next one. */
    private static final int LINES_BEFORE = 1;

    /** The slip that explains what the parser says. */
    Optional<Diagnostic> find() {
        boolean isSign = fault.context().contains("scanning an alias")
                || fault.context().contains("scanning an anchor")
                || fault.problem().contains("cannot start any token");
        if (fault.line(fault.at().line()).length() > LONGEST_LINE
                || fault.since()
                        .filter(start -> fault.line(start.line()).length() > LONGEST_LINE)
                        .isPresent()) {
            return Optional.empty();
        }
        return (isSign ? sign(fault.at()) : Optional.<Diagnostic>empty())
                .or(() -> falseSpace(fault.at()))
                .or(() -> new Unclosed(fault).find())
                .or(() -> new LineSlip(fault).find())
                .or(() -> new Indentation(fault).find());
    }

    private Optional<Diagnostic> sign(SourceSpan span) {
        String line = fault.line(span.line());
        Pattern pattern = line.matches(".*[\\[{].*") ? SIGN : SIGNED_LINE;
        return pattern.matcher(line)
                .results()
                .map(found -> Map.entry(fault.span(span.line(), found.start(), found.group()), found.group()))
                .filter(found -> found.getKey().column() <= span.column()
                        && span.column()
                                <= found.getKey().column() + found.getKey().length())
                .findFirst()
                .map(found -> sign(found.getKey(), found.getValue()));
    }

    private static Diagnostic sign(SourceSpan where, String value) {
        String start = value.substring(0, 1);
        return Diagnostic.error(
                "*&".contains(start) ? "yaml-alias" : "yaml-syntax",
                where,
                ParserFault.quoted(value) + " starts with `" + start + "`, "
                        + switch (start) {
                            case "*" -> "the sign of an alias in YAML.";
                            case "&" -> "the sign of an anchor in YAML.";
                            default -> "which is no start of a value in YAML.";
                        },
                "Put it in quotes: " + ParserFault.inQuotes(value) + ".");
    }

    private Optional<Diagnostic> falseSpace(SourceSpan span) {
        return IntStream.iterate(span.line(), line -> line >= Math.max(1, span.line() - LINES_BEFORE), line -> line - 1)
                .boxed()
                .flatMap(line -> FALSE_SPACE
                        .matcher(fault.line(line))
                        .results()
                        .filter(found -> UNQUOTED.matcher(fault.line(line).substring(0, found.start()))
                                .matches())
                        .map(found -> falseSpace(line, found)))
                .findFirst();
    }

    private Diagnostic falseSpace(int line, MatchResult found) {
        return Diagnostic.error(
                "yaml-syntax",
                fault.span(line, found.start(), found.group()),
                "Character U+%04X (%s) is no space to YAML."
                        .formatted(
                                found.group().codePointAt(0), name(found.group().codePointAt(0))),
                "Replace it by a space.");
    }

    private static String name(int character) {
        return Character.getName(character).toLowerCase(Locale.ROOT);
    }
}
