package dev.meshgen.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes values of a kind.
 *
 * @param first the values that every test sees, the simplest ones first
 * @param rest makes one of all others
 */
public record Gen<T>(List<T> first, Function<Random, T> rest) {
    public Gen {
        first = List.copyOf(first);
    }

    /** One of these values. */
    public static <T> Gen<T> of(List<T> values) {
        return new Gen<>(List.of(), random -> values.get(random.nextInt(values.size())));
    }

    /** A value of one of two kinds. */
    public static <T> Gen<T> either(Gen<T> one, Gen<T> other) {
        return new Gen<>(
                Stream.concat(one.first.stream(), other.first.stream())
                        .distinct()
                        .toList(),
                random -> (random.nextBoolean() ? one : other).rest.apply(random));
    }

    /**
     * The empty text, every part alone, all of them in one, and mixtures of up to so many parts.
     */
    public static Gen<String> textOf(List<String> parts, int most) {
        List<String> first = new ArrayList<>(List.of(""));
        first.addAll(parts);
        first.add(String.join("", parts).repeat(10));
        Gen<String> part = of(parts);
        return new Gen<>(
                first.stream().distinct().toList(),
                random -> Stream.generate(() -> part.rest.apply(random))
                        .limit(random.nextInt(most + 1))
                        .reduce("", String::concat));
    }

    /** Texts of any characters, half of them Latin, and halves of characters too. */
    public static Gen<String> anyText(int longest) {
        Gen<Character> character =
                new Gen<>(List.of(), random -> (char) random.nextInt(random.nextBoolean() ? 1 << 8 : 1 << 16));
        return new Gen<>(
                List.of("\uD83D", "\uDE00", "\uDE00\uD83D"),
                random -> Stream.generate(() -> character.rest.apply(random).toString())
                        .limit(random.nextInt(longest + 1))
                        .reduce("", String::concat));
    }

    public <R> Gen<R> map(Function<T, R> change) {
        return new Gen<>(first.stream().map(change).distinct().toList(), rest.andThen(change));
    }
}
