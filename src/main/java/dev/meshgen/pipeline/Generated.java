package dev.meshgen.pipeline;

import dev.meshgen.pki.Issued;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OwnTemplate;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * An output tree that was written.
 *
 * @param changes what that did to the folder
 * @param issued certificates and keys that were made for it
 * @param next what brings the mesh to the tree's state
 * @param ownTemplates the user's templates by name
 */
public record Generated(
        Path folder, ChangeSet changes, Issued issued, NextSteps next, SortedMap<String, OwnTemplate> ownTemplates) {}
