/**
 * In: the {@link dev.meshgen.mesh.Mesh} and the names of the templates. Out: an {@link dev.meshgen.plan.OutputPlan}, which says what file
 * comes of which template, for which part of the mesh. Must not know what a template holds.
 */
@NullMarked
package dev.meshgen.plan;

import org.jspecify.annotations.NullMarked;
