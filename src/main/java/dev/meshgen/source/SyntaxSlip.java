package dev.meshgen.source;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Slips that a YAML parser tells only the consequence of. */
record SyntaxSlip(SpecText text) {
    /** A value that starts with the sign of an alias or of an anchor, up to where it ends. */
    private static final Pattern SIGN = Pattern.compile("[*&][^\\s,\\]}#]*");

    /** What looks like a space, or like nothing, and isn't one to YAML. */
    private static final Pattern FALSE_SPACE = Pattern.compile("[\\p{Zs}\\u200B\\uFEFF&&[^ ]]");

    private static final Pattern UNQUOTED = Pattern.compile("[^\"'#]*");

    /** A line without its colon is noticed in the next one. */
    private static final int LINES_BEFORE = 1;

    /**
     * The slip that explains what the parser says.
     *
     * @param span where the parser failed
     * @param context what it read there
     */
    Optional<Diagnostic> of(SourceSpan span, String context) {
        boolean isSign = context.contains("scanning an alias") || context.contains("scanning an anchor");
        return isSign ? sign(span).or(() -> falseSpace(span)) : falseSpace(span);
    }

    private Optional<Diagnostic> sign(SourceSpan span) {
        return SIGN.matcher(line(span.line()))
                .results()
                .filter(found -> column(span.line(), found.start()) <= span.column()
                        && span.column() <= column(span.line(), found.end()))
                .findFirst()
                .map(found -> Diagnostic.error(
                        "yaml-alias",
                        at(span.line(), found),
                        "`" + found.group() + "` starts with `" + found.group().charAt(0) + "`, the sign of "
                                + (found.group().startsWith("*") ? "an alias" : "an anchor") + " in YAML.",
                        "Put it in quotes: \"" + found.group() + "\"."));
    }

    private Optional<Diagnostic> falseSpace(SourceSpan span) {
        return IntStream.iterate(span.line(), line -> line >= Math.max(1, span.line() - LINES_BEFORE), line -> line - 1)
                .boxed()
                .flatMap(line -> FALSE_SPACE
                        .matcher(line(line))
                        .results()
                        .filter(found -> UNQUOTED.matcher(line(line).substring(0, found.start()))
                                .matches())
                        .map(found -> falseSpace(line, found)))
                .findFirst();
    }

    private Diagnostic falseSpace(int line, MatchResult found) {
        return Diagnostic.error(
                "yaml-syntax",
                at(line, found),
                "Character U+%04X (%s) is no space to YAML."
                        .formatted(
                                found.group().codePointAt(0), name(found.group().codePointAt(0))),
                "Replace it by a space.");
    }

    private static String name(int character) {
        return Character.getName(character).toLowerCase(Locale.ROOT);
    }

    private SourceSpan at(int line, MatchResult found) {
        int length = found.group().codePointCount(0, found.group().length());
        return new SourceSpan(text.name(), line, column(line, found.start()), length);
    }

    private int column(int line, int offset) {
        return line(line).codePointCount(0, offset) + 1;
    }

    private String line(int number) {
        List<String> lines = text.text().lines().toList();
        return number <= lines.size() ? lines.get(number - 1) : "";
    }
}
