package dev.meshgen.tree;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Two halves of the work on a large tree, at the same time. */
public final class TwoThreads {
    /** From this number of files on, two threads are quicker than one. */
    public static final int MANY = 1000;

    private TwoThreads() {}

    /** Both results, when both are there; neither goes on beside what comes after a failure. */
    public static <T> List<T> run(Supplier<T> first, Supplier<T> second) {
        CompletableFuture<T> other = CompletableFuture.supplyAsync(second);
        try {
            return List.of(first.get(), joined(other));
        } finally {
            other.handle((result, failure) -> true).join();
        }
    }

    /** Too little memory is told as that, whichever thread met it. */
    private static <T> T joined(CompletableFuture<T> other) {
        try {
            return other.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
