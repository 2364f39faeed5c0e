/**
 * In: a {@link dev.meshgen.source.SpecDocument}. Out: the same as a {@link
 * dev.meshgen.schema.CompleteSpec}, checked against the JSON Schema and with every default filled
 * in. Must not know what a mesh is.
 */
@NullMarked
package dev.meshgen.schema;

import org.jspecify.annotations.NullMarked;
