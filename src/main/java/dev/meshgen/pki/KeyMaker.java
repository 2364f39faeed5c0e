package dev.meshgen.pki;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes private keys, several at a time; each is on disk as soon as it is made, so that no work is lost. */
final class KeyMaker {
    private final PkiEnvironment environment;
    private final KeyFiles files;
    private int done;

    KeyMaker(PkiEnvironment environment, KeyFiles files) {
        this.environment = environment;
        this.files = files;
    }

    /** The new keys, each under what it is for. */
    Map<PlannedCertificate, SigningKey> make(
            List<PlannedCertificate> wanted, Layout layout, Optional<Passphrase> rootPassphrase)
            throws IOException, PkiFailure {
        done = 0;
        ExecutorService threads = Executors.newFixedThreadPool(environment.keyThreads(), KeyMaker::daemon);
        try {
            List<Future<SigningKey>> running = new ArrayList<>();
            for (PlannedCertificate planned : wanted) {
                Optional<Passphrase> passphrase =
                        planned.role() == PlannedCertificate.Role.ROOT ? rootPassphrase : Optional.empty();
                running.add(threads.submit(task(planned, layout.key(planned), passphrase, wanted.size())));
            }
            Map<PlannedCertificate, SigningKey> made = new LinkedHashMap<>();
            for (int i = 0; i < wanted.size(); i++) {
                made.put(wanted.get(i), await(running.get(i)));
            }
            return made;
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<SigningKey> task(
            PlannedCertificate planned, Path file, Optional<Passphrase> passphrase, int total) {
        return () -> {
            SigningKey key = planned.algorithm().newKey(environment.random());
            files.write(file, key, passphrase);
            tell(file, total);
            return key;
        };
    }

    private synchronized void tell(Path file, int total) {
        done++;
        environment.progress().made(file, done, total);
    }

    private static SigningKey await(Future<SigningKey> running) throws IOException, PkiFailure {
        try {
            return running.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof PkiFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "meshgen-key");
        thread.setDaemon(true);
        return thread;
    }
}
