/**
 * In: a {@link dev.meshgen.schema.CompleteSpec} and the {@link dev.meshgen.mesh.Mesh} that it
 * describes. Out: both as YAML text. Must not know how either was made.
 */
@NullMarked
package dev.meshgen.show;

import org.jspecify.annotations.NullMarked;
