package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.diagnostic.SpecPath;
import java.util.List;
import java.util.Optional;

/**
 * Where a generated file comes from.
 *
 * @param template its name, or its file if it is a user's
 * @param part of the mesh that it is about, such as {@code cluster two}; empty for the whole mesh
 * @param lines how many it has
 * @param line the one that was asked for
 */
public record FileOrigin(String path, String template, String part, int lines, Optional<Line> line) {
    /**
     * A line of the file.
     *
     * @param template the line of a template that printed it, as {@code name:number}
     * @param values what it shows of the specification
     */
    public record Line(int number, String text, Optional<String> template, List<Value> values) {
        public Line {
            values = List.copyOf(values);
        }
    }

    /**
     * A value of the specification.
     *
     * @param path where it is written, or would be if it were no default
     * @param place empty for a default
     */
    public record Value(SpecPath path, String text, Optional<SourceSpan> place) {}
}
