package dev.meshgen.testing;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The seeds of a property: one that its name decides, so that a build never fails by chance, and
 * one that is asked for.
 */
final class Seeds implements ArgumentsProvider {
    static final String ASKED = "meshgen.seed";

    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return seeds(name(context), System.getProperty(ASKED))
                .mapToObj(seed -> new Cases(seed, Integer.getInteger("meshgen.effort", 1)))
                .map(Arguments::of);
    }

    static LongStream seeds(String name, String asked) {
        long own = name.hashCode();
        if (asked == null) {
            return LongStream.of(own);
        }
        return LongStream.of(own, asked.equals("random") ? System.nanoTime() : Long.parseLong(asked));
    }

    /** As Maven names a test. */
    static String name(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + "#"
                + context.getRequiredTestMethod().getName();
    }
}
