/**
 * In: a mesh, its tree's folder, a clock, randomness and passphrases. Out: keys and certificates on
 * disk, and what there is to report. Must not know how the rest of the tree is made, or who reads
 * the reports.
 */
@NullMarked
package dev.meshgen.pki;

import org.jspecify.annotations.NullMarked;
