package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.Folders;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Files of clusters and applications that the plan no longer has. */
public final class Leftovers {
    /** Names that an authority's files have: a file of any other name is somebody else's. */
    private static final Set<String> NAMES = Set.of(
            "ca-cert.pem",
            "cert-chain.pem",
            "root-cert.pem",
            "ca-cert.csr",
            "ca-crl.pem",
            "ca-key.pem",
            "tls.crt",
            "tls.key");

    private final PkiFolders folders;
    private final Set<Path> planned = new HashSet<>();

    public Leftovers(PkiFolders folders, CertificatePlan plan) {
        this.folders = folders;
        for (PlannedCertificate each : plan.certificates()) {
            planned.add(folders.publicFile(each.certificateFile()).getParent());
            planned.add(folders.keyFile(each.keyFile()).getParent());
            if (each.role() == Role.SERVER) {
                planned.add(folders.publicFile("applications"));
            }
        }
    }

    /** The keys, then the public files, each sorted. */
    public Outcome<List<Path>> find() {
        return Disk.attempt(folders.publicFolder(), () -> {
            List<Path> publicFiles = below(folders.publicFolder());
            // Another mesh's keys may be in the same folder: only those with a certificate here are
            // ours.
            Set<Path> places = publicFiles.stream()
                    .map(file -> folders.publicFolder().relativize(file.getParent()))
                    .collect(Collectors.toSet());
            List<Path> found = new ArrayList<>(below(folders.keysFolder()).stream()
                    .filter(key -> places.contains(folders.keysFolder().relativize(key.getParent())))
                    .toList());
            found.addAll(publicFiles);
            return Outcome.of(found);
        });
    }

    private List<Path> below(Path folder) throws IOException {
        return Folders.entries(folder).stream()
                .filter(file -> NAMES.contains(file.getFileName().toString()))
                .filter(file -> FileKind.of(file) == FileKind.FILE)
                .filter(file -> isPlaceOfOne(folder.relativize(file)) && !planned.contains(file.getParent()))
                .toList();
    }

    /** Such as {@code CLUSTER/ca-cert.pem} or {@code applications/APPLICATION/tls.crt}. */
    private static boolean isPlaceOfOne(Path relative) {
        return relative.getNameCount() == 2
                || relative.getNameCount() == 3
                        && relative.getName(0).toString().equals("applications");
    }

    /** Deletes the public files, and moves the keys to the retired ones. */
    public Outcome<List<Path>> remove() {
        return find().then(found -> Outcome.each(found, this::remove));
    }

    private Outcome<Path> remove(Path file) {
        boolean key = file.startsWith(folders.keysFolder());
        Outcome<Path> gone = key
                ? new StagedMove(folders)
                        .retire(folders.keysFolder().relativize(file).toString())
                : new PublicFiles(folders.publicFolder()).delete(file);
        return gone.then(done -> Disk.attempt(file, () -> {
            Folders.deleteIfEmpty(file.getParent());
            return Outcome.of(file);
        }));
    }
}
