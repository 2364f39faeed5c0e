package dev.meshgen.tree;

import java.nio.charset.StandardCharsets;

/**
 * A file of the output tree.
 *
 * @param path relative to the tree's root, with slashes
 * @param template name of the template that it was rendered from
 * @param sha256 of the text, in hex
 */
public record OutputFile(String path, String template, String text, String sha256) {
    /** The mode of a program. */
    public static final String PROGRAM = "0755";

    public OutputFile(String path, String template, String text) {
        this(path, template, text, Digest.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    public byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it is a program: its first line names an interpreter. */
    public boolean isExecutable() {
        return text.startsWith("#!");
    }

    /** The file's permissions in octal. */
    public String mode() {
        return isExecutable() ? PROGRAM : "0644";
    }
}
