package dev.meshgen.render;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where templates run, one at a time, so that one that doesn't end can be given up. It is a daemon:
 * the program ends whether or not the thread does.
 */
final class TemplateThread implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "meshgen-template");
        made.setDaemon(true);
        return made;
    });

    /**
     * @param limit of wall time, which a busy machine uses up as well
     * @throws ExecutionException with what the work has thrown
     * @throws UnboundedTemplateException if the work takes too much of anything
     */
    <T> T run(Callable<T> work, Duration limit) throws ExecutionException, UnboundedTemplateException {
        Future<T> running = thread.submit(work);
        try {
            return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unbounded(e);
        } catch (TimeoutException e) {
            throw new UnboundedTemplateException("it does not end within " + limit.toSeconds() + " seconds.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static ExecutionException unbounded(ExecutionException e) throws UnboundedTemplateException {
        if (e.getCause() instanceof StackOverflowError) {
            throw new UnboundedTemplateException("it includes or calls itself without end.");
        }
        if (e.getCause() instanceof OutOfMemoryError) {
            throw new UnboundedTemplateException("it needs more memory than there is.");
        }
        if (e.getCause() instanceof BoundedText.FullException full) {
            throw new UnboundedTemplateException(String.valueOf(full.getMessage()));
        }
        return e;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
