package dev.meshgen.pipeline;

import dev.meshgen.tree.ChangeSet;
import java.nio.file.Path;

/**
 * An output tree that was written.
 *
 * @param changes what that did to the folder
 */
public record Generated(Path folder, ChangeSet changes) {}
