package dev.meshgen.pki;

import java.nio.file.Path;
import java.util.Set;

/**
 * Where the files of a plan lie.
 *
 * @param staged certificates whose successors are being made, in the staged folders
 */
record Layout(PkiFolders folders, Set<PlannedCertificate> staged) {
    Layout {
        staged = Set.copyOf(staged);
    }

    static Layout proper(PkiFolders folders) {
        return new Layout(folders, Set.of());
    }

    Path certificate(PlannedCertificate planned) {
        return publicFile(planned, planned.certificateFile());
    }

    Path publicFile(PlannedCertificate planned, String relative) {
        return foldersOf(planned).publicFile(relative);
    }

    Path key(PlannedCertificate planned) {
        return foldersOf(planned).keyFile(planned.keyFile());
    }

    private PkiFolders foldersOf(PlannedCertificate planned) {
        return staged.contains(planned) ? folders.staged() : folders;
    }
}
