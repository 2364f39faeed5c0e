/**
 * In: folders and what goes into them. Out: keys and certificates read safely, written once,
 * replaced together. The only room that touches the disk; must not know why a file is wanted.
 */
@NullMarked
package dev.meshgen.pki.files;

import org.jspecify.annotations.NullMarked;
