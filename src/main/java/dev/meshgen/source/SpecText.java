package dev.meshgen.source;

import dev.meshgen.diagnostic.SourceText;

/**
 * The characters of a specification.
 *
 * @param name the path as the user gave it, or {@code <stdin>}
 * @param text without byte order mark, lines ended by LF
 */
public record SpecText(String name, String text) {
    public SourceText lines() {
        return SourceText.of(name, text);
    }
}
