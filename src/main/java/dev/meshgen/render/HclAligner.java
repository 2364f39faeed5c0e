package dev.meshgen.render;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Aligns equals signs as {@code terraform fmt} does: one column for each run of lines that assign a
 * whole value.
 *
 * <p>Source: github.com/hashicorp/hcl, hclwrite/format.go, {@code formatCells} and
 * {@code linesForFormat}.
 */
final class HclAligner {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("^(\\s*(?:[\\w-]+|\"(?:[^\"\\\\]|\\\\.)*\"))\\s*=(?![=>])\\s*(.*)$");
    private static final Pattern HEREDOC = Pattern.compile("<<[-~]?([A-Za-z_]\\w*)$");

    private HclAligner() {}

    static String align(String text) {
        List<String> aligned = new ArrayList<>();
        List<Assignment> run = new ArrayList<>();
        String heredocEnd = "";
        for (String line : text.split("\n", -1)) {
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (!heredocEnd.isEmpty()) {
                append(line, run, aligned);
            } else if (line.indexOf('=') > 0 && assignment.matches() && opened(assignment.group(2)) == 0) {
                run.add(new Assignment(assignment.group(1), new StringBuilder(assignment.group(2))));
            } else {
                close(run, aligned);
                aligned.add(line);
            }
            heredocEnd = heredocAfter(line, heredocEnd);
        }
        close(run, aligned);
        return String.join("\n", aligned);
    }

    /** A name and its value, which includes the lines of a heredoc. */
    private record Assignment(String name, StringBuilder value) {}

    private static void append(String heredocLine, List<Assignment> run, List<String> aligned) {
        if (run.isEmpty()) {
            aligned.add(heredocLine);
        } else {
            run.get(run.size() - 1).value().append('\n').append(heredocLine);
        }
    }

    private static String heredocAfter(String line, String open) {
        if (!open.isEmpty()) {
            return line.strip().equals(open) ? "" : open;
        }
        Matcher start = HEREDOC.matcher(line);
        return line.contains("<<") && start.find() ? start.group(1) : "";
    }

    private static void close(List<Assignment> run, List<String> aligned) {
        int widest = run.stream().mapToInt(line -> width(line.name())).max().orElse(0);
        for (Assignment line : run) {
            aligned.add(line.name() + " ".repeat(widest - width(line.name())) + " = " + line.value());
        }
        run.clear();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Opening minus closing brackets, outside quotes and comments. */
    private static int opened(String value) {
        int open = 0;
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '#') {
                break;
            } else if (!quoted) {
                open += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            }
        }
        return open;
    }
}
