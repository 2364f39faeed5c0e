/**
 * In: facts about a specification or an output tree. Out: the one {@link dev.meshgen.diagnostic.Diagnostic} type and its renderings.
 * Must not know any stage.
 */
@NullMarked
package dev.meshgen.diagnostic;

import org.jspecify.annotations.NullMarked;
