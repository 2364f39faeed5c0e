package dev.meshgen.pipeline;

import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OwnTemplate;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * An output tree that was written.
 *
 * @param changes what that did to the folder
 * @param made certificates that were made, by their paths in the folder
 * @param next what brings the mesh to the tree's state
 * @param ownTemplates the user's templates by name
 */
public record Generated(
        Path folder,
        ChangeSet changes,
        List<String> made,
        NextSteps next,
        SortedMap<String, OwnTemplate> ownTemplates) {
    public Generated {
        made = List.copyOf(made);
    }
}
