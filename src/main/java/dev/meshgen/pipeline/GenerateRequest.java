package dev.meshgen.pipeline;

import dev.meshgen.change.AzureChange;
import dev.meshgen.pki.AuthoritySettings;
import dev.meshgen.tree.Overwrite;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How to write a mesh's output tree.
 *
 * @param folder of the tree; by default {@code out/} and the mesh's name
 * @param templates a folder whose files replace or extend the built-in templates
 * @param overwrite what people wrote that may be overwritten or given up
 * @param mode whether anything is written
 * @param announce is told what Azure destroys or replaces, before anything is written
 * @param authority how to open the certificate authority; empty leaves it alone
 */
public record GenerateRequest(
        Optional<Path> folder,
        Optional<Path> templates,
        Overwrite overwrite,
        Mode mode,
        Consumer<List<AzureChange>> announce,
        Optional<AuthoritySettings> authority) {
    /** Whether anything is written. */
    public enum Mode {
        WRITE,
        DRY_RUN
    }
}
