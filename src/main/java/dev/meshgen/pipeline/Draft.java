package dev.meshgen.pipeline;

import dev.meshgen.change.AzureChange;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.output.TreeWriter;
import dev.meshgen.pki.Authority;
import dev.meshgen.pki.AuthoritySettings;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.Overwrite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A rendered tree on its way to the folder. */
record Draft(Mesh mesh, OutputTree tree, Path folder, Overwrite overwrite) {
    /** A draft that can be written: that would overwrite nothing that a person wrote. */
    record Clear(Draft draft, ChangeSet changes) {
        /** Makes the certificates that are missing; they belong to the authority, not to the tree. */
        Outcome<Clear> certify(AuthoritySettings settings) {
            return Authority.of(draft.mesh, draft.folder, settings)
                    .then(Authority::issueOrPostpone)
                    .map(files -> this);
        }

        /** Tells what Terraform would destroy or replace. */
        Outcome<Clear> announce(Consumer<List<AzureChange>> listener) {
            try {
                listener.accept(Comparison.azure(draft.folder, draft.tree, changes));
                return Outcome.of(this);
            } catch (IOException e) {
                return Outcome.failure(Comparison.unreadable(draft.folder, e));
            }
        }

        Outcome<Generated> write(GenerateRequest.Mode mode) {
            if (mode == GenerateRequest.Mode.DRY_RUN) {
                return Outcome.of(new Generated(draft.folder, changes));
            }
            return draft.writer().write(draft.tree, changes).map(written -> new Generated(draft.folder, written));
        }
    }

    Outcome<Clear> compare() {
        return writer().compare(tree).map(changes -> new Clear(this, changes));
    }

    private TreeWriter writer() {
        return new TreeWriter(folder, overwrite);
    }
}
