/**
 * In: the {@link dev.meshgen.mesh.Mesh}. Out: a {@link dev.meshgen.topology.Topology}, its picture
 * with every position computed. Must not know in which language it is drawn.
 */
@NullMarked
package dev.meshgen.topology;

import org.jspecify.annotations.NullMarked;
