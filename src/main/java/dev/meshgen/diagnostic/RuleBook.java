package dev.meshgen.diagnostic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The page that explains every ID: docs/rules.md. */
public final class RuleBook {
    private static final String HEADING = "### ";

    private RuleBook() {}

    /** What the page says of an ID, heading included. */
    public static Optional<String> section(String id) {
        List<String> lines = read().lines().toList();
        int from = lines.indexOf(HEADING + id);
        if (from < 0) {
            return Optional.empty();
        }
        int to = from + 1;
        while (to < lines.size() && !lines.get(to).matches("#{2,3} .*")) {
            to++;
        }
        return Optional.of(String.join("\n", lines.subList(from, to)).strip() + "\n");
    }

    /** Every ID. */
    public static List<String> ids() {
        return read().lines()
                .filter(line -> line.startsWith(HEADING))
                .map(line -> line.substring(HEADING.length()))
                .toList();
    }

    private static String read() {
        try (InputStream in = RuleBook.class.getResourceAsStream("rules.md")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
