/**
 * In: the {@link dev.meshgen.mesh.Mesh} and the names of the templates. Out: an
 * {@link dev.meshgen.plan.OutputPlan}: each file with its template and the part of the mesh that it
 * is about. Must not know what is in a template.
 */
@NullMarked
package dev.meshgen.plan;

import org.jspecify.annotations.NullMarked;
