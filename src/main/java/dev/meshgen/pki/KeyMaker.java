package dev.meshgen.pki;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.KeyFiles;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.x509.Passphrase;
import dev.meshgen.pki.x509.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes private keys, several at a time; each is on disk as soon as it is made, so that no work is
 * lost.
 */
final class KeyMaker {
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final PkiEnvironment environment;
    private final KeyFiles files;
    private final CertificatePlan plan;
    private final Layout layout;
    private int done;

    KeyMaker(PkiEnvironment environment, CertificatePlan plan, Layout layout) {
        this.environment = environment;
        this.files = environment.keyFiles();
        this.plan = plan;
        this.layout = layout;
    }

    Outcome<SigningKey> make(PlannedCertificate planned) {
        return make(List.of(planned)).map(keys -> keys.get(0));
    }

    /** The new keys, in the order of what they are for. */
    Outcome<List<SigningKey>> make(List<PlannedCertificate> wanted) {
        return rootPassphrase(wanted).then(passphrase -> make(wanted, passphrase));
    }

    private Outcome<Optional<Passphrase>> rootPassphrase(List<PlannedCertificate> wanted) {
        return wanted.contains(plan.root()) && plan.rootKeyEncrypted()
                ? files.newPassphrase(layout.key(plan.root())).map(Optional::of)
                : Outcome.of(Optional.empty());
    }

    private Outcome<List<SigningKey>> make(List<PlannedCertificate> wanted, Optional<Passphrase> rootPassphrase) {
        done = 0;
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, KeyMaker::daemon);
        try {
            List<Future<Outcome<SigningKey>>> running = new ArrayList<>();
            for (PlannedCertificate planned : wanted) {
                Optional<Passphrase> passphrase = planned.is(plan.root()) ? rootPassphrase : Optional.empty();
                running.add(threads.submit(() -> make(planned, passphrase, wanted.size())));
            }
            return Outcome.each(running, KeyMaker::await);
        } finally {
            threads.shutdownNow();
        }
    }

    private Outcome<SigningKey> make(PlannedCertificate planned, Optional<Passphrase> passphrase, int total) {
        SigningKey key = SigningKey.generate(planned.algorithm(), environment.random());
        return files.write(layout.key(planned), key, passphrase).map(file -> {
            tell(file, total);
            return key;
        });
    }

    private synchronized void tell(Path file, int total) {
        done++;
        environment.progress().made(file, done, total);
    }

    private static Outcome<SigningKey> await(Future<Outcome<SigningKey>> running) {
        try {
            return running.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "meshgen-key");
        thread.setDaemon(true);
        return thread;
    }
}
