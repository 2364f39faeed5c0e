package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.output.DroppedTemplates;
import dev.meshgen.output.TreeWriter;
import dev.meshgen.pki.Authority;
import dev.meshgen.pki.AuthoritySettings;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OutputTree;
import java.nio.file.Path;
import java.util.List;

/** A rendered tree on its way to the folder. */
record Draft(Mesh mesh, OutputTree tree, Path folder, boolean force) {
    /** A draft that can be written: that would overwrite nothing that a person wrote. */
    record Clear(Draft draft, ChangeSet changes, List<String> made) {
        /** Makes the certificates that are missing; they belong to the authority, not to the tree. */
        Outcome<Clear> certify(AuthoritySettings settings) {
            return Authority.of(draft.mesh, draft.folder, settings)
                    .then(Authority::issueOrPostpone)
                    .map(issued -> new Clear(draft, changes, issued.made()));
        }

        Outcome<Generated> write() {
            return draft.writer()
                    .write(draft.tree, changes)
                    .map(written -> new Generated(
                            draft.folder,
                            written,
                            made,
                            NextSteps.after(written, draft.tree, draft.mesh, !made.isEmpty()),
                            draft.tree.ownTemplates()));
        }
    }

    /** Refuses to undo templates that the tree was made with. */
    Outcome<Draft> keepTemplates() {
        return Outcome.of(this, new DroppedTemplates(folder).in(tree));
    }

    Outcome<Clear> compare() {
        return writer().compare(tree).map(changes -> new Clear(this, changes, List.of()));
    }

    private TreeWriter writer() {
        return new TreeWriter(folder, force);
    }
}
