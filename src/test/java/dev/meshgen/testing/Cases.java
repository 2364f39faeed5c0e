package dev.meshgen.testing;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The values that a property is tested on: the same seed makes the same values on any machine. */
public final class Cases {
    private final long seed;
    private final int effort;
    private final Random random;

    /** @param effort how many times as many values as a property asks for */
    Cases(long seed, int effort) {
        this.seed = seed;
        this.effort = effort;
        this.random = new Random(seed);
    }

    /** What has to hold for a value. */
    @FunctionalInterface
    public interface Check<T> {
        void accept(T value) throws Exception;
    }

    long seed() {
        return seed;
    }

    /** Checks one value after the other, and names the first one that fails. */
    public <T> void each(int count, Gen<T> gen, Check<T> check) {
        List<T> values = sample(count, gen);
        for (int i = 0; i < values.size(); i++) {
            try {
                check.accept(values.get(i));
            } catch (Exception | AssertionError failure) {
                String value = Quoted.of(values.get(i));
                throw new AssertionError(
                        "Value %d of %d fails: %s%n%s".formatted(i + 1, values.size(), value, failure.getMessage()),
                        failure);
            }
        }
    }

    /**
     * All values at once, for a check that is too expensive to start for each: first those that
     * every test sees, or some of them where there is no room for all.
     */
    public <T> List<T> sample(int count, Gen<T> gen) {
        int wanted = count * effort;
        List<T> first = gen.first();
        Gen<T> rest = first.size() < wanted ? gen : Gen.either(Gen.of(first), gen);
        return Stream.concat(
                        first.size() < wanted ? first.stream() : Stream.empty(),
                        Stream.generate(() -> rest.rest().apply(random)))
                .limit(wanted)
                .toList();
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
