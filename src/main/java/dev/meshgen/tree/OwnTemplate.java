package dev.meshgen.tree;

import java.util.Optional;

/**
 * A template of the user's.
 *
 * @param sha256 of its text, in hex
 * @param isNew whether no built-in template has its path, so that it replaces none
 * @param meant the built-in template that a new one's path is probably a misspelling of
 */
public record OwnTemplate(String sha256, boolean isNew, Optional<String> meant) {}
