package dev.meshgen.diagnostic;

import java.util.Comparator;

/**
 * A piece of one line of a file.
 *
 * @param file the path as the user gave it
 * @param line counted from 1; 0 means the file as a whole
 * @param column counted from 1, in code points
 * @param length in code points, at least 1
 */
public record SourceSpan(String file, int line, int column, int length) implements Comparable<SourceSpan> {
    private static final Comparator<SourceSpan> ORDER = Comparator.comparing(SourceSpan::file)
            .thenComparingInt(SourceSpan::line)
            .thenComparingInt(SourceSpan::column)
            .thenComparingInt(SourceSpan::length);

    public static SourceSpan wholeFile(String file) {
        return new SourceSpan(file, 0, 0, 1);
    }

    public SourceSpan in(String otherFile) {
        return new SourceSpan(otherFile, line, column, length);
    }

    public boolean isWholeFile() {
        return line == 0;
    }

    @Override
    public int compareTo(SourceSpan other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column}, or the file alone. */
    @Override
    public String toString() {
        return isWholeFile() ? file : file + ":" + line + ":" + column;
    }
}
