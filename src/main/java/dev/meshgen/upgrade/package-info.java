/**
 * In: a mesh and the versions that it shall have. Out: a runbook of the stages that lead there, or
 * why none do. Must not know how the tree's scripts do their work.
 */
@NullMarked
package dev.meshgen.upgrade;

import org.jspecify.annotations.NullMarked;
