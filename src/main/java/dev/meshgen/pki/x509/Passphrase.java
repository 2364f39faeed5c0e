package dev.meshgen.pki.x509;

import java.util.Arrays;

/** What encrypts the root's private key; never printed. */
public final class Passphrase {
    /** A new key needs at least so many characters. */
    public static final int SHORTEST = 12;

    private final char[] characters;

    private Passphrase(char[] characters) {
        this.characters = characters;
    }

    public static Passphrase of(char[] characters) {
        return new Passphrase(characters.clone());
    }

    char[] characters() {
        return characters.clone();
    }

    public boolean isTooShort() {
        return characters.length < SHORTEST;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Passphrase passphrase && Arrays.equals(characters, passphrase.characters);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(characters);
    }

    @Override
    public String toString() {
        return "a passphrase";
    }
}
