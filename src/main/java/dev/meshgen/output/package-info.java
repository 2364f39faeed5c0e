/**
 * In: an {@link dev.meshgen.tree.OutputTree} in memory. Out: a {@link dev.meshgen.tree.ChangeSet}
 * against the folder and its lock, and then the folder itself. Owns only the files in the lock;
 * must not know what they are for.
 */
@NullMarked
package dev.meshgen.output;

import org.jspecify.annotations.NullMarked;
