package dev.meshgen.pki.files;

import dev.meshgen.pki.plan.PlannedCertificate;
import java.nio.file.Path;
import java.util.Set;

/**
 * Where the files of a plan are.
 *
 * @param staged certificates whose successors are being made, in the staged folders
 */
public record Layout(PkiFolders folders, Set<PlannedCertificate> staged) {
    public Layout {
        staged = Set.copyOf(staged);
    }

    public static Layout proper(PkiFolders folders) {
        return new Layout(folders, Set.of());
    }

    public Path certificate(PlannedCertificate planned) {
        return publicFile(planned, planned.certificateFile());
    }

    public Path publicFile(PlannedCertificate planned, String relative) {
        return foldersOf(planned).publicFile(relative);
    }

    public Path key(PlannedCertificate planned) {
        return foldersOf(planned).keyFile(planned.keyFile());
    }

    private PkiFolders foldersOf(PlannedCertificate planned) {
        return staged.contains(planned) ? folders.staged() : folders;
    }
}
