/**
 * In: a path or standard input. Out: a {@link dev.meshgen.source.SpecDocument}, every node with its
 * place in the text. Must not know what a specification means.
 */
@NullMarked
package dev.meshgen.source;

import org.jspecify.annotations.NullMarked;
