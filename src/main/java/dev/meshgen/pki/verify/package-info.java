/**
 * In: a plan and the files of an authority. Out: the state of its certificates, and what is wrong
 * with them. Must not change anything.
 */
@NullMarked
package dev.meshgen.pki.verify;

import org.jspecify.annotations.NullMarked;
