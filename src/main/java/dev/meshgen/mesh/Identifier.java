package dev.meshgen.mesh;

import java.util.regex.Pattern;

/**
 * A name that needs no quoting in any of the target languages, so it may be part of a longer word
 * there.
 */
public record Identifier(String value) {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");

    public Identifier {
        if (!SAFE.matcher(value).matches()) {
            throw new IllegalArgumentException("Not an identifier: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
