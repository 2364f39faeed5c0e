package dev.meshgen.tree;

import java.util.Optional;

/**
 * A template of the user's.
 *
 * @param sha256 of its text, in hex
 * @param isNew whether no built-in template has its path, so that it replaces none
 * @param meant the built-in template that a new one's path is probably a misspelling of
 * @param makesFile whether a file of the tree comes from it, or from one that may include it
 */
public record OwnTemplate(String sha256, boolean isNew, Optional<String> meant, boolean makesFile) {
    /** The same, as it renders to nothing. */
    OwnTemplate withoutFile() {
        return new OwnTemplate(sha256, isNew, meant, false);
    }
}
