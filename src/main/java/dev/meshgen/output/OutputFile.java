package dev.meshgen.output;

import java.nio.charset.StandardCharsets;

/**
 * A file of the tree.
 *
 * @param path relative to the tree's root, with slashes
 * @param origin the template that it was made of
 */
public record OutputFile(String path, String origin, boolean executable, String text) {
    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The file's mode as git knows it. */
    String mode() {
        return executable ? "0755" : "0644";
    }
}
