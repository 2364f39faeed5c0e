package dev.meshgen.tree;

import java.util.Set;

/**
 * What people wrote that may be overwritten or given up.
 *
 * @param all whether every file may be overwritten
 * @param paths in the tree, that may be overwritten
 * @param templates whether a tree that was made with the user's templates may be made without them
 */
public record Overwrite(boolean all, Set<String> paths, boolean templates) {
    public Overwrite {
        paths = Set.copyOf(paths);
    }

    /** Every file may be overwritten, or none. */
    public static Overwrite files(boolean all) {
        return new Overwrite(all, Set.of(), false);
    }

    public boolean allows(String path) {
        return all || paths.contains(path);
    }
}
