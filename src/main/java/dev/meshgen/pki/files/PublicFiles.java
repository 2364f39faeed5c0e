package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.Folders;
import dev.meshgen.pki.x509.CertificatePem;
import dev.meshgen.pki.x509.RevocationList;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/** Reads and writes what holds no secret: certificates, requests and the state of a rotation. */
public final class PublicFiles {
    private final Path folder;

    /** @param folder from which on no link may lead to a file */
    public PublicFiles(Path folder) {
        this.folder = folder;
    }

    public boolean has(Path file) {
        return FileSafety.exists(file);
    }

    public Outcome<byte[]> read(Path file) {
        return FileSafety.read(folder, file);
    }

    /** The certificates of a file, at least one. */
    public Outcome<List<X509Certificate>> certificates(Path file) {
        return read(file).then(bytes -> CertificatePem.read(file, bytes));
    }

    /** The certificates of a file that may be anywhere. */
    public static Outcome<List<X509Certificate>> certificatesGiven(Path file) {
        return new PublicFiles(file).certificates(file);
    }

    /** The revocation lists of a file, at least one. */
    public Outcome<List<RevocationList>> revocationLists(Path file) {
        return read(file).then(bytes -> RevocationList.read(file, bytes));
    }

    /** The revocation lists of a file that may be anywhere. */
    public static Outcome<List<RevocationList>> revocationListsGiven(Path file) {
        return new PublicFiles(file).revocationLists(file);
    }

    public Outcome<Path> write(Path file, List<X509Certificate> certificates) {
        return write(file, CertificatePem.write(certificates));
    }

    public Outcome<Path> write(Path file, byte[] bytes) {
        return FileSafety.requireNoLink(folder, file).then(own -> NewFile.writePublic(own, bytes));
    }

    /** Keeps a file that a killed run has written, and no other. */
    public Outcome<Path> writeOnce(Path file, List<X509Certificate> certificates) {
        return writeOnce(file, CertificatePem.write(certificates));
    }

    /** Keeps a file that a killed run has written, and no other. */
    public Outcome<Path> writeOnce(Path file, byte[] bytes) {
        return has(file)
                ? read(file)
                        .then(found -> Arrays.equals(found, bytes) ? Outcome.of(file) : Outcome.failure(foreign(file)))
                : write(file, bytes);
    }

    private static Diagnostic foreign(Path file) {
        return Diagnostic.error(
                "pki-staged-foreign",
                file,
                "`" + file + "` holds something else than this command would write there.",
                "Find out who put it there, delete it, then run the same command again.");
    }

    public Outcome<Path> delete(Path file) {
        return Disk.attempt(file, () -> {
            Folders.deleteFile(file);
            return Outcome.of(file);
        });
    }
}
