package dev.meshgen.pipeline;

import dev.meshgen.mesh.Mesh;
import dev.meshgen.tree.OwnTemplate;
import java.util.SortedMap;

/**
 * A mesh that passed every check.
 *
 * @param ownTemplates the user's templates by name, all of which render
 */
public record Validated(Mesh mesh, SortedMap<String, OwnTemplate> ownTemplates) {}
