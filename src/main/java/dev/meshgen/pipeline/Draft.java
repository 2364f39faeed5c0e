package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.output.TreeWriter;
import dev.meshgen.pki.Authority;
import dev.meshgen.pki.AuthoritySettings;
import dev.meshgen.tree.OutputTree;
import java.nio.file.Path;

/** A rendered tree on its way to the folder. */
record Draft(Mesh mesh, OutputTree tree, Path folder, boolean force) {
    /** The draft itself if writing it would overwrite nothing that a person wrote. */
    Outcome<Draft> compare() {
        return new TreeWriter(folder, force).compare(tree).map(changes -> this);
    }

    /** Makes the certificates that are missing; they belong to the authority, not to the tree. */
    Outcome<Draft> certify(AuthoritySettings settings) {
        return Authority.of(mesh, folder, settings)
                .then(Authority::issueOrPostpone)
                .map(files -> this);
    }

    Outcome<Generated> write() {
        return new TreeWriter(folder, force).write(tree).map(changes -> new Generated(folder, changes));
    }
}
