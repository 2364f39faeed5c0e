package dev.meshgen.plan;

/**
 * A file to make, unless its template renders to nothing.
 *
 * @param path in the output tree, with slashes
 * @param template name of the template, which is the path with its placeholders
 */
public record PlannedFile(String path, String template, Scope scope) {}
