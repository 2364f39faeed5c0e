/**
 * In: an {@link dev.meshgen.plan.OutputPlan}. Out: {@link dev.meshgen.render.RenderedFile}s, bytes in memory. Hides FreeMarker; must not know
 * where files end up.
 */
@NullMarked
package dev.meshgen.render;

import org.jspecify.annotations.NullMarked;
