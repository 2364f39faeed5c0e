/**
 * In: the {@link dev.meshgen.mesh.Mesh}. Out: findings, each with its path in the specification.
 * One small class per rule, which never throws and never sets a default. Must not know files or
 * text.
 */
@NullMarked
package dev.meshgen.rule;

import org.jspecify.annotations.NullMarked;
