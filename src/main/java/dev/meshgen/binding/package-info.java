/**
 * In: a {@link dev.meshgen.schema.CompleteSpec}. Out: the {@link dev.meshgen.mesh.Mesh}. Must not
 * know rules or outputs; sets no default but those that are computed from other values.
 */
@NullMarked
package dev.meshgen.binding;

import org.jspecify.annotations.NullMarked;
