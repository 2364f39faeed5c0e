package dev.meshgen.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Makes specifications that somebody got wrong: files that are there, after some edits of their
 * bytes, words and lines. Works on bytes as Latin-1 text, so that no edit is kept from breaking
 * UTF-8.
 */
public final class MutatedSpec {
    private static final int MOST_EDITS = 4;

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_./:@+-]+|\"[^\"\n]*\"");

    /**
     * Values that look like a number, a version, a range, a name or a reference, and aren't quite
     * one.
     */
    private static final List<String> VALUES = List.of(
            "0",
            "-1",
            "1.5",
            "65536",
            "2147483648",
            "true",
            "null",
            "[]",
            "{}",
            "[1, 2]",
            "{a: b}",
            "''",
            "\"\"",
            "1.31",
            "1.31.0-alpha",
            "v1.35",
            "1.35.1.2",
            "1.",
            "10.0.0.0/33",
            "10.0.0.0/0",
            "256.1.1.1/16",
            "10.52.0.1/16",
            "0.0.0.0/0",
            "10.52.0.0/-1",
            "10.52.0.0/16/8",
            "westeurope",
            "one",
            "two",
            "-",
            "a--b",
            "ONE",
            "a.b",
            "a/b",
            "&x 1",
            "*x",
            "<<: *x",
            "!!float 1",
            "!!binary 1",
            "!!set {a}",
            "2026-02-30",
            "é");

    /** Numbers that are too large, or too long, for what holds most numbers. */
    private static final List<String> NUMBERS = List.of(
            "9223372036854775808",
            "-9223372036854775809",
            "99999999999999999999999999999999",
            "1e999",
            "-1e999",
            "1e-999",
            "1e99999999",
            "1e-99999999",
            "1e2147483647",
            "1e99999999999",
            "0x7fffffffffffffffffffffff",
            "0o7777777777777777777777777",
            "1.352147483648",
            "1.99999999999999999999",
            "1.31.99999999999",
            "10.52.0.0/99999999999",
            "99999999999.0.0.0/8",
            ".inf",
            "-.inf",
            ".nan",
            "99999999999m",
            "99999999999Gi",
            "1e999Gi");

    private final List<String> originals;
    private final Gen<String> part = Gen.textOf(HostileText.partsWithControls(), 3);

    private MutatedSpec(List<byte[]> originals) {
        this.originals =
                originals.stream().map(bytes -> new String(bytes, ISO_8859_1)).toList();
    }

    /** The originals, then what edits make of them. */
    public static Gen<byte[]> of(List<byte[]> originals) {
        MutatedSpec mutated = new MutatedSpec(originals);
        return new Gen<>(originals, random -> mutated.next(random).getBytes(ISO_8859_1));
    }

    /** The same with one word changed: most of them can still be read, and some have no error. */
    public static Gen<byte[]> withAnotherWord(List<byte[]> originals) {
        MutatedSpec mutated = new MutatedSpec(originals);
        return new Gen<>(
                List.of(),
                random -> mutated.word(mutated.original(random), random).getBytes(ISO_8859_1));
    }

    private String next(Random random) {
        String text = original(random);
        int edits = 1 + random.nextInt(MOST_EDITS);
        for (int i = 0; i < edits; i++) {
            text = edit(text, random);
        }
        return text;
    }

    private String original(Random random) {
        return originals.get(random.nextInt(originals.size()));
    }

    private String edit(String text, Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> bit(text, random);
            case 1 -> moved(text, random);
            case 2 -> inserted(text, latin(part.rest().apply(random)), random);
            case 3 -> line(text, random);
            case 4 -> text.substring(0, random.nextInt(text.length() + 1)) + end(original(random), random);
            default -> word(text, random);
        };
    }

    private static String bit(String text, Random random) {
        if (text.isEmpty()) {
            return text;
        }
        int at = random.nextInt(text.length());
        char flipped = (char) (text.charAt(at) ^ 1 << random.nextInt(8));
        return text.substring(0, at) + flipped + text.substring(at + 1);
    }

    /** Takes a range out, and puts it somewhere, perhaps more than once. */
    private static String moved(String text, Random random) {
        int start = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), start + random.nextInt(40));
        String range = text.substring(start, end);
        String rest = text.substring(0, start) + text.substring(end);
        return inserted(rest, range.repeat(random.nextInt(3)), random);
    }

    private static String inserted(String text, String part, Random random) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + part + text.substring(at);
    }

    /** Drops a line, doubles it, or moves it to another level. */
    private static String line(String text, Random random) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int at = random.nextInt(lines.size());
        String line = lines.remove(at);
        switch (random.nextInt(3)) {
            case 0 -> lines.addAll(at, List.of(line, line));
            case 1 -> lines.add(at, " ".repeat(random.nextInt(5)) + line.strip());
            default -> lines.add(random.nextInt(lines.size() + 1), line);
        }
        return String.join("\n", lines);
    }

    private static String end(String text, Random random) {
        return text.substring(random.nextInt(text.length() + 1));
    }

    /** Puts another word in the place of one: a hostile one, or one of another specification. */
    private String word(String text, Random random) {
        List<MatchResult> words = WORD.matcher(text).results().toList();
        if (words.isEmpty()) {
            return text;
        }
        MatchResult word = words.get(random.nextInt(words.size()));
        return text.substring(0, word.start()) + otherWord(random) + text.substring(word.end());
    }

    private String otherWord(Random random) {
        if (random.nextBoolean()) {
            List<String> values = random.nextBoolean() ? VALUES : NUMBERS;
            return latin(values.get(random.nextInt(values.size())));
        }
        List<String> words =
                WORD.matcher(original(random)).results().map(MatchResult::group).toList();
        return words.isEmpty() ? "" : words.get(random.nextInt(words.size()));
    }

    private static String latin(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }
}
