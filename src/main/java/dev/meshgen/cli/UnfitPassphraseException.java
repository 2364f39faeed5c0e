package dev.meshgen.cli;

/** What was given as a passphrase can't be one. */
final class UnfitPassphraseException extends Exception {
    private static final long serialVersionUID = 1;

    UnfitPassphraseException(String message) {
        super(message);
    }
}
