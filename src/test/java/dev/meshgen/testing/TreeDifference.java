package dev.meshgen.testing;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What tells the tree that a person approved from the one that came out. */
record TreeDifference(FileTree approved, FileTree received) {
    /** Lines of a file's diff that are shown: enough to see the kind of change. */
    private static final int SHOWN_LINES = 12;

    private static final int CONTEXT = 1;

    /** Files that were approved and don't come out. */
    List<String> missing() {
        return paths(approved, path -> !received.holds(path));
    }

    /** Files that come out and were never approved. */
    List<String> extra() {
        return paths(received, path -> !approved.holds(path));
    }

    /** Files that come out with another text or mode. */
    List<String> different() {
        return paths(
                received,
                path -> approved.holds(path)
                        && !approved.files().get(path).equals(received.files().get(path)));
    }

    List<String> toWrite() {
        return Stream.concat(extra().stream(), different().stream()).toList();
    }

    boolean isEmpty() {
        return missing().isEmpty() && toWrite().isEmpty();
    }

    /** One line a file, with the first lines of its diff. */
    String report() {
        return Stream.of(
                        missing().stream().map(path -> "MISSING   " + path),
                        extra().stream().map(path -> "EXTRA     " + path),
                        different().stream().map(path -> "DIFFERENT " + path + mode(path) + diff(path)))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private String mode(String path) {
        boolean before = approved.files().get(path).isExecutable();
        boolean after = received.files().get(path).isExecutable();
        return before == after ? "" : after ? " (is executable now)" : " (is no longer executable)";
    }

    private String diff(String path) {
        List<String> before = lines(approved.text(path));
        List<String> after = lines(received.text(path));
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                "approved", "received", before, DiffUtils.diff(before, after), CONTEXT);
        // The first two lines only name the two sides.
        String shown = diff.stream()
                .skip(2)
                .limit(SHOWN_LINES)
                .map(line -> "\n  " + line)
                .collect(Collectors.joining());
        int hidden = diff.size() - 2 - SHOWN_LINES;
        return hidden > 0 ? shown + "\n  ... " + hidden + " more lines" : shown;
    }

    /** With its last, empty line, so that a line break at the end counts. */
    private static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }

    private static List<String> paths(FileTree tree, Predicate<String> wanted) {
        return tree.files().keySet().stream().filter(wanted).toList();
    }
}
