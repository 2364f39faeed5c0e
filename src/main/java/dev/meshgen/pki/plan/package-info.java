/**
 * In: a mesh. Out: the certificates that it needs, and the steps that replace its root. Must not
 * know keys, certificates or files.
 */
@NullMarked
package dev.meshgen.pki.plan;

import org.jspecify.annotations.NullMarked;
