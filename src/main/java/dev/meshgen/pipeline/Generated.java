package dev.meshgen.pipeline;

import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OwnTemplate;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * An output tree that was written.
 *
 * @param changes what that did to the folder
 * @param ownTemplates the user's templates by name
 */
public record Generated(Path folder, ChangeSet changes, SortedMap<String, OwnTemplate> ownTemplates) {}
