package dev.meshgen.source;

import dev.meshgen.diagnostic.SourceSpan;
import java.util.Optional;

/** Finds texts in quotes that go over several lines: rarely on purpose. */
record QuotedLines(ParserFault fault) {
    /** Where the quoted text begins that ends in a line, and not in the one where it begins. */
    Optional<SourceSpan> lastEndingIn(int end) {
        Optional<SourceSpan> found = Optional.empty();
        SourceSpan open = null;
        for (int number = 1; number <= Math.min(end, fault.lines().size()); number++) {
            String line = fault.line(number);
            int i = 0;
            while (i < line.length()) {
                if (open == null) {
                    i = opening(line, i);
                    if (i < line.length()) {
                        open = fault.span(number, i, line.substring(i, i + 1));
                        i++;
                    }
                } else {
                    i = closing(line, i, fault.from(open).charAt(0));
                    if (i <= line.length()) {
                        found = open.line() < number && number == end ? Optional.of(open) : found;
                        open = null;
                    }
                }
            }
        }
        return found;
    }

    /** Where the next quote opens a value; the line's end if none does. */
    private static int opening(String line, int from) {
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            String before = line.substring(0, i).stripTrailing();
            if (c == '#' && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
                return line.length();
            }
            if ((c == '"' || c == '\'')
                    && (before.isEmpty() || ":-[{,?".indexOf(before.charAt(before.length() - 1)) >= 0)) {
                return i;
            }
        }
        return line.length();
    }

    /** After the quote that closes; beyond the line's end if none does. */
    private static int closing(String line, int from, char quote) {
        for (int i = from; i < line.length(); i++) {
            if (line.charAt(i) == '\\' && quote == '"') {
                i++;
            } else if (line.charAt(i) == quote) {
                if (quote == '"' || i + 1 >= line.length() || line.charAt(i + 1) != quote) {
                    return i + 1;
                }
                i++;
            }
        }
        return line.length() + 1;
    }
}
