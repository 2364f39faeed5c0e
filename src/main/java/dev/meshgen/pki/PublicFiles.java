package dev.meshgen.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The public files of a plan, read back from the tree. */
final class PublicFiles {
    private PublicFiles() {}

    /** Sorted by path; the state of a rotation is among them, since the next step depends on it. */
    static List<PublicFile> of(CertificatePlan plan, PkiFolders folders) throws IOException, PkiFailure {
        List<String> names = new ArrayList<>();
        plan.certificates().forEach(planned -> names.addAll(planned.publicFiles()));
        if (Files.exists(folders.publicFile(RotationState.FILE))) {
            names.add(RotationState.FILE);
        }
        List<PublicFile> files = new ArrayList<>();
        for (String name : names) {
            Path file = folders.publicFile(name);
            files.add(new PublicFile("pki/" + name, FileSafety.read(folders.publicFolder(), file)));
        }
        return files.stream().sorted().toList();
    }
}
