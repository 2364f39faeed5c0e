/**
 * The words for output: {@link dev.meshgen.tree.OutputFile}, {@link dev.meshgen.tree.OutputTree}
 * and {@link dev.meshgen.tree.ChangeSet}. {@code render} makes files, {@code output} writes them.
 * Must not know templates, folders or the disk.
 */
@NullMarked
package dev.meshgen.tree;

import org.jspecify.annotations.NullMarked;
