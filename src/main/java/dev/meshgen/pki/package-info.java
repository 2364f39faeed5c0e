/**
 * In: a mesh, its tree's folders, a clock, randomness and passphrases. Out: keys and certificates on disk, and what there is to say of them.
 * Must not know how the rest of the tree is made, or who reads what it reports.
 */
@NullMarked
package dev.meshgen.pki;

import org.jspecify.annotations.NullMarked;
