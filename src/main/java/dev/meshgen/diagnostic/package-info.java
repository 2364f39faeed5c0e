/**
 * In: problems in a specification or an output tree. Out: the one type
 * {@link dev.meshgen.diagnostic.Diagnostic}, and its formats.
 * Must not know any stage.
 */
@NullMarked
package dev.meshgen.diagnostic;

import org.jspecify.annotations.NullMarked;
