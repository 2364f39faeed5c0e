/**
 * In: two trees of text. Out: how they differ, in words, in Azure's resources and in lines. Must
 * not know where the trees come from.
 */
@NullMarked
package dev.meshgen.change;

import org.jspecify.annotations.NullMarked;
