package dev.meshgen.render;

import freemarker.core.Environment;
import freemarker.core._CoreAPI;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what a template prints, and which of its lines began each line of it. */
final class TracedText extends Writer {
    private final BoundedText text = new BoundedText();
    private final List<Optional<LineSource>> sources = new ArrayList<>(List.of(Optional.empty()));

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        text.write(characters, offset, length);
        Environment environment = Environment.getCurrentEnvironment();
        String template = environment.getCurrentTemplate().getName();
        var printing = _CoreAPI.getInstructionStackSnapshot(environment)[0];
        int line = printing.getBeginLine();
        for (int i = offset; i < offset + length; i++) {
            if (characters[i] == '\n') {
                sources.add(Optional.empty());
                line += printing.getEndLine() > line ? 1 : 0;
            } else if (!Character.isWhitespace(characters[i]) && last().isEmpty()) {
                sources.set(sources.size() - 1, Optional.of(new LineSource(template, line)));
            }
        }
    }

    private Optional<LineSource> last() {
        return sources.get(sources.size() - 1);
    }

    /**
     * The sources of the lines of the file that the text becomes: blank lines around it are gone.
     */
    List<Optional<LineSource>> sources(String file) {
        List<String> printed = text.toString().stripTrailing().lines().toList();
        int first = 0;
        while (first < printed.size() && printed.get(first).isBlank()) {
            first++;
        }
        List<Optional<LineSource>> all = new ArrayList<>(sources.subList(first, printed.size()));
        int header = file.startsWith("#!") || file.startsWith("<?xml") ? 1 : 0;
        all.add(header, Optional.empty());
        return List.copyOf(all);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }
}
