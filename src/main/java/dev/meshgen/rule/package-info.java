/**
 * In: the {@link dev.meshgen.mesh.Mesh}. Out: findings, each by the place in the specification that it is about. One small class for each
 * fact; a rule never throws, never sets a default and must not know files or text.
 */
@NullMarked
package dev.meshgen.rule;

import org.jspecify.annotations.NullMarked;
