package dev.meshgen.pki;

import java.nio.file.Path;

/** Hears of each key as it is made; called from several threads, one call at a time. */
@FunctionalInterface
public interface KeyProgress {
    void made(Path keyFile, int done, int total);

    static KeyProgress silent() {
        return (keyFile, done, total) -> {};
    }
}
