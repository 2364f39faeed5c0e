/**
 * In: the command line. Out: an exit code. The only user of the process's streams; turns options
 * into requests to the pipeline, and knows no stage.
 */
@NullMarked
package dev.meshgen.cli;

import org.jspecify.annotations.NullMarked;
