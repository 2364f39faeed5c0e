package dev.meshgen.source;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the line whose indentation fits no block. */
record Indentation(ParserFault fault) {
    /** Where keys or items of a block begin. */
    private record Level(int indent, boolean isItem, int line) {}

    Optional<Diagnostic> find() {
        int number = fault.at().line();
        String line = fault.line(number);
        boolean isDeeper = fault.problem().startsWith("mapping values are not allowed");
        boolean isOther = fault.problem().startsWith("expected <block end>");
        if (!(isDeeper || isOther) || line.isBlank()) {
            return Optional.empty();
        }
        Level here = new Level(indent(line), isItem(line.strip()), number);
        return (isOther ? outdented(here) : Optional.<Diagnostic>empty()).or(() -> misplaced(here));
    }

    /** A key between its neighbours that is too far to the left: what follows it fails. */
    private Optional<Diagnostic> outdented(Level here) {
        int left = nearest(here.line(), here.indent());
        String key = fault.line(left).strip();
        if (here.isItem() || left == 0 || isItem(key) || !key.contains(":")) {
            return Optional.empty();
        }
        int beside = lastBefore(left);
        while (beside > 0 && indent(fault.line(beside)) > here.indent()) {
            beside = lastBefore(beside);
        }
        if (beside == 0
                || indent(fault.line(beside)) != here.indent()
                || isItem(fault.line(beside).strip())) {
            return Optional.empty();
        }
        String name = key.substring(0, key.indexOf(':'));
        return Optional.of(ParserFault.error(
                        start(left),
                        ParserFault.quoted(name) + " is indented by " + spaces(indent(fault.line(left))) + ", so line "
                                + here.line() + " fits no block.",
                        "Indent it by " + spaces(here.indent()) + ", as line " + beside + ".")
                .withNote(start(here.line()), "this line is indented by " + spaces(here.indent()) + "."));
    }

    private Optional<Diagnostic> misplaced(Level here) {
        return levels(here.line()).stream()
                .filter(level -> level.isItem() == here.isItem() && level.indent() != here.indent())
                .min(Comparator.comparingInt(level -> Math.abs(level.indent() - here.indent())))
                .filter(level -> !fault.problem().startsWith("mapping") || level.indent() < here.indent())
                .map(level -> ParserFault.error(
                        start(here.line()),
                        "The line is indented by " + spaces(here.indent()) + ", and fits no block.",
                        "Indent it by " + spaces(level.indent())
                                + (level.isItem()
                                                || !isItem(
                                                        fault.line(level.line()).strip())
                                        ? ", as line " + level.line()
                                        : ", like the key in line " + level.line())
                                + "."));
    }

    /** The blocks that are open before a line, the innermost first. */
    private Deque<Level> levels(int end) {
        Deque<Level> open = new ArrayDeque<>();
        IntStream.range(1, end).filter(this::says).forEach(number -> {
            String rest = fault.line(number).strip();
            int indent = indent(fault.line(number));
            while (isItem(rest)) {
                enter(open, new Level(indent, true, number));
                String item = rest.substring(1).stripLeading();
                indent += rest.length() - item.length();
                rest = item;
            }
            if (!rest.isEmpty()) {
                enter(open, new Level(indent, false, number));
            }
        });
        return open;
    }

    private static void enter(Deque<Level> open, Level level) {
        while (!open.isEmpty()
                && (open.peek().indent() > level.indent()
                        || open.peek().indent() == level.indent() && open.peek().isItem() == level.isItem())) {
            open.pop();
        }
        open.push(level);
    }

    /** The nearest line before one that is indented by less. */
    private int nearest(int end, int indent) {
        int line = lastBefore(end);
        while (line > 0 && indent(fault.line(line)) >= indent) {
            line = lastBefore(line);
        }
        return line;
    }

    /** The last line before one that has more than a comment; 0 if there is none. */
    private int lastBefore(int end) {
        int line = end - 1;
        while (line > 0 && !says(line)) {
            line--;
        }
        return line;
    }

    private boolean says(int line) {
        return !fault.line(line).matches("\\s*(#.*)?");
    }

    private static boolean isItem(String text) {
        return text.equals("-") || text.startsWith("- ");
    }

    private SourceSpan start(int line) {
        String text = fault.line(line);
        return fault.span(line, indent(text), text.strip().split("[:\\s]", 2)[0]);
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    private static String spaces(int count) {
        return count + (count == 1 ? " space" : " spaces");
    }
}
