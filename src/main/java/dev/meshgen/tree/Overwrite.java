package dev.meshgen.tree;

import java.util.Set;

/**
 * Which files of people may be overwritten.
 *
 * @param all whether every one may
 * @param paths in the tree, that may
 */
public record Overwrite(boolean all, Set<String> paths) {
    public static final Overwrite NONE = new Overwrite(false, Set.of());
    public static final Overwrite ALL = new Overwrite(true, Set.of());

    public Overwrite {
        paths = Set.copyOf(paths);
    }

    public boolean allows(String path) {
        return all || paths.contains(path);
    }
}
