package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.Folders;
import dev.meshgen.pki.plan.RootPhase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Removes what an unfinished step has made. */
record DiscardedStep(PkiFolders folders) {
    /** The failure of the step, with what else went wrong. */
    <T> Outcome<T> after(Outcome<T> failed) {
        List<Diagnostic> all = new ArrayList<>(failed.diagnostics());
        all.addAll(delete().diagnostics());
        return new Outcome<>(Optional.empty(), all);
    }

    Outcome<PkiFolders> delete() {
        return RotationState.read(folders)
                .map(state -> state.filter(found -> found.phase() == RootPhase.TRUST_BOTH)
                        .isPresent())
                .then(rootWaits -> Disk.attempt(folders.publicFolder(), () -> {
                    deleteKeys(rootWaits);
                    Folders.delete(folders.staged().publicFolder());
                    Folders.deleteFile(folders.begunMark());
                    Folders.deleteIfEmpty(folders.marks());
                    return Outcome.of(folders);
                }));
    }

    /** The key of the root to come belongs to the rotation and not to its next step. */
    private void deleteKeys(boolean rootWaits) throws IOException {
        Path keys = folders.staged().keysFolder();
        Path root = keys.resolve("root-key.pem");
        for (Path key : Folders.entries(keys)) {
            if (rootWaits && key.equals(root)) {
                continue;
            }
            Folders.deleteFile(key);
            if (!key.getParent().equals(keys)) {
                Folders.deleteIfEmpty(key.getParent());
            }
        }
        // A run that was killed here may have left empty folders.
        if (Folders.entries(keys).isEmpty()) {
            Folders.delete(keys);
        }
    }
}
