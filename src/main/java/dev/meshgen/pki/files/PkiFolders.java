package dev.meshgen.pki.files;

import dev.meshgen.pki.plan.CertificatePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two folders of a mesh's certificate authority.
 *
 * @param publicFolder certificates, which belong into version control
 * @param keysFolder private keys, which don't
 */
public record PkiFolders(Path publicFolder, Path keysFolder) {
    private static final String PUBLIC = "pki";
    private static final String STAGED = "staged";

    /** @param keysFolder where keys are kept in another folder than the tree's own */
    public static PkiFolders in(Path tree, Optional<Path> keysFolder) {
        Path folder = tree.resolve(PUBLIC);
        return new PkiFolders(folder, keysFolder.orElseGet(() -> folder.resolve("private")));
    }

    public Path publicFile(String relative) {
        return publicFolder.resolve(relative);
    }

    public Path keyFile(String relative) {
        return keysFolder.resolve(relative);
    }

    /** Whether an authority was ever begun here. */
    public boolean exist() {
        return FileSafety.exists(publicFolder) || FileSafety.exists(keysFolder);
    }

    /** Where the successors of files wait until all of a step is made. */
    public PkiFolders staged() {
        return new PkiFolders(publicFolder.resolve(STAGED), keysFolder.resolve(STAGED));
    }

    /**
     * Where a step keeps account of itself: in the tree as the lock is, and never in version
     * control.
     */
    Path marks() {
        return publicFolder.resolve("private/.step");
    }

    /** Names the step whose files are being made, so that another can't mix with them. */
    Path begunMark() {
        return marks().resolve("begun");
    }

    /** Lists the files of a step once all are made. */
    Path readyMark() {
        return marks().resolve("ready");
    }

    /** Where a rotation moves the keys that it has replaced. */
    Path retiredKeys() {
        return keysFolder.resolve("retired");
    }

    /**
     * In the tree and not in the keys folder, so that runs with different keys folders exclude each
     * other too.
     */
    Path lockFile() {
        return publicFolder.resolve("private/.lock");
    }

    /** The {@link #publicFiles} that exist. */
    public List<String> publicFilesThere(CertificatePlan plan) {
        return publicFiles(plan).stream()
                .filter(relative -> FileSafety.exists(publicFolder.resolveSibling(relative)))
                .toList();
    }

    /** The private keys of a plan that exist, sorted. */
    public List<Path> keysThere(CertificatePlan plan) {
        return plan.certificates().stream()
                .map(planned -> keyFile(planned.keyFile()))
                .filter(FileSafety::exists)
                .sorted()
                .toList();
    }

    /**
     * The files of a plan that belong into version control, relative to the tree and sorted; the
     * state of a rotation and revocation lists are among them where there are any.
     */
    public List<String> publicFiles(CertificatePlan plan) {
        Stream<String> asked = Stream.concat(Stream.of(RotationState.FILE), plan.revocationListFiles().stream())
                .filter(relative -> FileSafety.exists(publicFile(relative)));
        Stream<String> certificates = plan.certificates().stream().flatMap(planned -> planned.publicFiles().stream());
        return Stream.concat(certificates, asked)
                .map(relative -> PUBLIC + "/" + relative)
                .sorted()
                .toList();
    }
}
