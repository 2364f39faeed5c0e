package dev.meshgen.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.disk.BoundedFile;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.StagedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The trees that this user's runs have rendered lately, by a digest of all that went into them. It
 * spares time only: a file that can't be read or written is as good as none.
 *
 * @param file outside of every tree, so that nobody can propose what is in it
 */
public record KnownTrees(Path file) {
    private static final int MOST = 50;
    private static final int LARGEST = 1 << 16;
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) ([0-9a-f]{64}) ([a-z0-9-]+)");

    /**
     * A tree that was rendered.
     *
     * @param inputs digest of all that went into it
     * @param lock digest of its lock
     * @param mesh name
     */
    public record Known(String inputs, String lock, String mesh) {
        private static Optional<Known> parse(String line) {
            Matcher matcher = LINE.matcher(line);
            return matcher.matches()
                    ? Optional.of(new Known(matcher.group(1), matcher.group(2), matcher.group(3)))
                    : Optional.empty();
        }

        private String line() {
            return inputs + " " + lock + " " + mesh + "\n";
        }
    }

    public Optional<Known> find(String inputs) {
        return read().filter(known -> known.inputs().equals(inputs)).findFirst();
    }

    /** Notes a tree, and forgets those that were noted long before it. */
    public void add(Known tree) {
        List<Known> all = new ArrayList<>(List.of(tree));
        read().filter(known -> !known.inputs().equals(tree.inputs()))
                .limit(MOST - 1L)
                .forEach(all::add);
        StringBuilder text = new StringBuilder();
        all.forEach(known -> text.append(known.line()));
        try {
            Folders.create(file.toAbsolutePath().getParent(), FileMode.PRIVATE_FOLDER);
            StagedFile staged = StagedFile.of(file);
            try {
                staged.write(text.toString().getBytes(UTF_8), FileMode.PRIVATE);
                staged.replace();
            } finally {
                staged.discard();
            }
        } catch (IOException e) {
            // The next run renders the tree again.
        }
    }

    private Stream<Known> read() {
        try {
            if (FileKind.of(file) != FileKind.FILE || FileMode.isOpenToOthers(file)) {
                return Stream.empty();
            }
            return new String(BoundedFile.read(file, LARGEST), UTF_8)
                    .lines()
                    .flatMap(line -> Known.parse(line).stream());
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
