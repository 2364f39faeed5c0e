package dev.meshgen.diagnostic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page that explains every ID: docs/rules.md. */
public final class RuleBook {
    private static final String HEADING = "### ";

    private RuleBook() {}

    /** What the page says of an ID, heading included. */
    public static Optional<String> section(String id) {
        List<String> lines = read().lines()
                .dropWhile(line -> ids(line).noneMatch(id::equals))
                .toList();
        return lines.stream()
                .findFirst()
                .map(heading -> Stream.concat(
                                Stream.of(heading),
                                lines.stream().skip(1).takeWhile(line -> !line.matches("#{2,3} .*")))
                        .collect(Collectors.joining("\n")))
                .map(section -> section.strip() + "\n");
    }

    /** Every ID. */
    public static List<String> ids() {
        return read().lines().flatMap(RuleBook::ids).toList();
    }

    /** Those that a heading is about, one or several; none on another line. */
    private static Stream<String> ids(String line) {
        return line.startsWith(HEADING)
                ? Stream.of(line.substring(HEADING.length()).split(", "))
                : Stream.empty();
    }

    private static String read() {
        try (InputStream in = RuleBook.class.getResourceAsStream("rules.md")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
