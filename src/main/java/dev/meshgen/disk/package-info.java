/**
 * Reads and writes files that somebody else may have prepared: no link in a file's place is
 * followed, new files are created exclusively with their mode, reads are bounded. Knows nothing of
 * what the files are for.
 */
@NullMarked
package dev.meshgen.disk;

import org.jspecify.annotations.NullMarked;
