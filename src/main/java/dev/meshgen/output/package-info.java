/**
 * In: an {@link dev.meshgen.output.OutputTree} in memory. Out: a {@link dev.meshgen.output.ChangeSet} against the folder and its lock, and
 * then the folder itself. Owns only what the lock lists; must not know what the files are for.
 */
@NullMarked
package dev.meshgen.output;

import org.jspecify.annotations.NullMarked;
