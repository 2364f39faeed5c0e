package dev.meshgen.pipeline;

import dev.meshgen.pki.AuthoritySettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to write a mesh's output tree.
 *
 * @param folder of the tree; by default {@code out/} and the mesh's name
 * @param templates a folder whose files replace or extend the built-in templates
 * @param force whether files that meshgen did not write, or that were edited, are overwritten
 * @param dropTemplates whether a tree that was made with the user's templates may be made without them
 * @param authority how to open the certificate authority; empty leaves it alone
 */
public record GenerateRequest(
        Optional<Path> folder,
        Optional<Path> templates,
        boolean force,
        boolean dropTemplates,
        Optional<AuthoritySettings> authority) {}
