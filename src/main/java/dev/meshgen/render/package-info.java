/**
 * In: an {@link dev.meshgen.plan.OutputPlan}. Out: {@link dev.meshgen.tree.OutputFile}s in memory.
 * Hides FreeMarker; must not know where the files are written.
 */
@NullMarked
package dev.meshgen.render;

import org.jspecify.annotations.NullMarked;
