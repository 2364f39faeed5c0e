package dev.meshgen.render;

/**
 * A file of the output tree.
 *
 * @param path in the output tree, with slashes
 * @param template what it was made of
 */
public record RenderedFile(String path, String template, String text) {
    /** Whether it is a program. */
    public boolean isExecutable() {
        return text.startsWith("#!");
    }
}
