package dev.meshgen.diagnostic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The result of a stage and its diagnostics: a value exactly if no diagnostic is an error.
 *
 * @param <T> what the next stage works on
 */
public record Outcome<T>(Optional<T> value, List<Diagnostic> diagnostics) {
    public Outcome {
        diagnostics = List.copyOf(diagnostics);
        if (value.isPresent() == diagnostics.stream().anyMatch(Diagnostic::isError)) {
            throw new IllegalArgumentException("A stage has either a value or an error: " + diagnostics);
        }
    }

    public static <T> Outcome<T> of(T value) {
        return new Outcome<>(Optional.of(value), List.of());
    }

    public static <T> Outcome<T> failure(Diagnostic... errors) {
        return new Outcome<>(Optional.empty(), List.of(errors));
    }

    /** The value with the diagnostics, or the diagnostics alone if one is an error. */
    public static <T> Outcome<T> of(T value, List<Diagnostic> diagnostics) {
        boolean failed = diagnostics.stream().anyMatch(Diagnostic::isError);
        return new Outcome<>(failed ? Optional.empty() : Optional.of(value), diagnostics);
    }

    /** Runs the next stage on the value, if there is one, and collects the diagnostics of both. */
    public <R> Outcome<R> then(Function<T, Outcome<R>> stage) {
        if (value.isEmpty()) {
            return new Outcome<>(Optional.empty(), diagnostics);
        }
        Outcome<R> next = stage.apply(value.get());
        List<Diagnostic> all = new ArrayList<>(diagnostics);
        all.addAll(next.diagnostics);
        return new Outcome<>(next.value, all);
    }

    /** Runs a stage on each item up to the first that fails, and collects all diagnostics. */
    public static <A, R> Outcome<List<R>> each(Iterable<A> items, Function<? super A, Outcome<R>> stage) {
        List<R> made = new ArrayList<>();
        List<Diagnostic> all = new ArrayList<>();
        for (A item : items) {
            Outcome<R> next = stage.apply(item);
            all.addAll(next.diagnostics);
            if (next.value.isEmpty()) {
                return new Outcome<>(Optional.empty(), all);
            }
            made.add(next.value.get());
        }
        return new Outcome<>(Optional.of(made), all);
    }

    public <R> Outcome<R> map(Function<T, R> function) {
        return then(found -> of(function.apply(found)));
    }
}
