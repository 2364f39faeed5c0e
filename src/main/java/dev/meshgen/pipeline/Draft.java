package dev.meshgen.pipeline;

import dev.meshgen.change.AzureChange;
import dev.meshgen.change.AzureChanges;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.output.DroppedTemplates;
import dev.meshgen.output.TreeWriter;
import dev.meshgen.pki.Authority;
import dev.meshgen.pki.AuthoritySettings;
import dev.meshgen.pki.Issued;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.Overwrite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** A rendered tree on its way to the folder. */
record Draft(Mesh mesh, OutputTree tree, Path folder, Overwrite overwrite) {
    /** A draft that can be written: that would overwrite nothing that a person wrote. */
    record Clear(Draft draft, ChangeSet changes, List<AzureChange> azure, Issued issued) {
        /**
         * Makes the certificates that are missing, if meshgen makes them at all; they belong to the
         * authority, not to the tree.
         */
        Outcome<Clear> certify(AuthoritySettings settings) {
            if (draft.mesh.certificateAuthority().own().isEmpty()) {
                return Outcome.of(this);
            }
            return Authority.of(draft.mesh, draft.folder, settings)
                    .then(Authority::issueOrPostpone)
                    .map(made -> new Clear(draft, changes, azure, made));
        }

        /**
         * Tells what Terraform would destroy or replace, and warns of what Azure refuses and of a
         * second tree.
         */
        Outcome<Clear> announce(Consumer<List<AzureChange>> listener) {
            if (changes.isNewTree()) {
                return Outcome.of(this, new Neighbours(draft.folder).warnings(Comparison.texts(draft.tree)));
            }
            try {
                SortedMap<String, String> before = Comparison.applied(draft.folder, draft.tree, changes);
                if (before.isEmpty()) {
                    return Outcome.of(this);
                }
                SortedMap<String, String> after = Comparison.texts(draft.tree);
                List<AzureChange> found = AzureChanges.between(before, after);
                listener.accept(found);
                return Outcome.of(
                        new Clear(draft, changes, found, issued),
                        Comparison.warnings(before, after, found, draft.folder::resolve));
            } catch (IOException e) {
                return Outcome.failure(Comparison.unreadable(draft.folder, e));
            }
        }

        Outcome<Generated> write(GenerateRequest.Mode mode) {
            Outcome<ChangeSet> written = mode == GenerateRequest.Mode.DRY_RUN
                    ? Outcome.of(changes)
                    : draft.writer().write(draft.tree, changes);
            return written.map(done -> new Generated(
                    draft.folder,
                    done,
                    issued,
                    NextSteps.after(
                            done, azure, draft.tree, draft.mesh, !issued.made().isEmpty()),
                    draft.tree.ownTemplates()));
        }
    }

    /** Refuses to undo templates that the tree was made with, unless they may be given up. */
    Outcome<Draft> keepTemplates() {
        return overwrite.templates() ? Outcome.of(this) : Outcome.of(this, new DroppedTemplates(folder).in(tree));
    }

    Outcome<Clear> compare() {
        return writer().compare(tree).map(changes -> new Clear(this, changes, List.of(), Issued.NOTHING));
    }

    private TreeWriter writer() {
        return new TreeWriter(folder, overwrite);
    }
}
