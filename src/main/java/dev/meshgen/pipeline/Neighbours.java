package dev.meshgen.pipeline;

import dev.meshgen.change.Twin;
import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.output.DefaultFolder;
import dev.meshgen.output.TreeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The trees beside a new one, which is probably one of them under another name.
 *
 * @param folder of the new tree
 */
record Neighbours(Path folder) {
    /** A warning for each tree of the same clusters. */
    List<Diagnostic> warnings(Map<String, String> tree) {
        List<String> files = Twin.files(tree.keySet());
        return DefaultFolder.beside(folder).stream()
                .flatMap(other -> twin(other, files, tree).map(twin -> warning(other, twin)).stream())
                .toList();
    }

    private static Optional<Twin> twin(Path other, List<String> files, Map<String, String> tree) {
        try {
            return Twin.of(new TreeReader(other).read(files), tree);
        } catch (IOException e) {
            return Optional.empty(); // what is in another folder is no reason to fail
        }
    }

    private Diagnostic warning(Path other, Twin twin) {
        String clusters = twin.clusters().stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
        String name = "`" + twin.mesh() + "`";
        return Diagnostic.warning(
                "output-second-tree",
                folder,
                "`" + folder + "` is new, and `" + other + "` is the tree of mesh " + name
                        + " with the same clusters in the same subscription (" + clusters
                        + "): applied, the new tree makes a second mesh with another root certificate, and neither"
                        + " renames nor removes anything of " + name + ".",
                "To keep that mesh, set `metadata.name` back to " + name + " and delete `" + folder
                        + "`. To replace it, apply the new tree, then run `" + other + "/scripts/down.sh --confirm "
                        + twin.mesh() + "` and delete `" + other + "`.");
    }
}
