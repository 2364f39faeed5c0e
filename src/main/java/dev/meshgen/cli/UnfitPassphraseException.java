package dev.meshgen.cli;

/** What was given as a passphrase can't be one: the command fails, and nothing is changed. */
final class UnfitPassphraseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnfitPassphraseException(String message) {
        super(message);
    }
}
