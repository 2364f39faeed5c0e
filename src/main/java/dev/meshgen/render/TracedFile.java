package dev.meshgen.render;

import dev.meshgen.tree.OutputFile;
import java.util.List;
import java.util.Optional;

/**
 * A file with the origin of its lines.
 *
 * @param sources one for each line; empty for a blank line and for the header
 */
public record TracedFile(OutputFile file, List<Optional<LineSource>> sources) {
    public TracedFile {
        sources = List.copyOf(sources);
    }
}
