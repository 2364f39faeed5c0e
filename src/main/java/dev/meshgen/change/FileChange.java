package dev.meshgen.change;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.Patch;
import java.util.List;
import java.util.Optional;

/**
 * A file that differs between two trees.
 *
 * @param path in the tree
 * @param before its text; empty if there is no such file
 * @param after its text; empty if there is no such file
 */
public record FileChange(String path, Optional<String> before, Optional<String> after) {
    private static final int CONTEXT = 3;

    /** Lines that are only in the one text, and only in the other. */
    public record Count(int added, int removed) {}

    public Count count() {
        List<String> lines = unified();
        return new Count(count(lines, "+"), count(lines, "-"));
    }

    private static int count(List<String> lines, String sign) {
        return (int)
                lines.stream().skip(2).filter(line -> line.startsWith(sign)).count();
    }

    /** The difference as {@code diff -u} prints it, line by line; none if only the mode differs. */
    public List<String> unified() {
        List<String> old = lines(before);
        Patch<String> patch = DiffUtils.diff(old, lines(after));
        return UnifiedDiffUtils.generateUnifiedDiff(
                before.isEmpty() ? "/dev/null" : "a/" + path,
                after.isEmpty() ? "/dev/null" : "b/" + path,
                old,
                patch,
                CONTEXT);
    }

    private static List<String> lines(Optional<String> text) {
        return text.map(found -> found.lines().toList()).orElse(List.of());
    }
}
