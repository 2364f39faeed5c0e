package dev.meshgen.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test of what holds for every value: it takes {@link Cases}, made from a seed of its own and
 * from the one in {@code -Dmeshgen.seed}, a number or {@code random}; {@code -Dmeshgen.effort=10}
 * makes ten times as many.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(Seeds.class)
@ExtendWith(SeedReport.class)
public @interface Property {}
