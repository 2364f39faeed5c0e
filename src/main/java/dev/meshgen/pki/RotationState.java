package dev.meshgen.pki;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a root rotation has come: the file {@code pki/rotation.json}.
 *
 * @param oldRoot SHA-256 of the root that goes
 * @param newRoot SHA-256 of the root that comes
 */
public record RotationState(RootPhase phase, String oldRoot, String newRoot) {
    static final String FILE = "rotation.json";

    private static final Pattern TEXT = Pattern.compile("\\s*\\{\\s*\"phase\"\\s*:\\s*\"([a-z-]+)\"\\s*,"
            + "\\s*\"oldRoot\"\\s*:\\s*\"([0-9a-f]{64})\"\\s*,\\s*\"newRoot\"\\s*:\\s*\"([0-9a-f]{64})\"\\s*\\}\\s*");

    static Optional<RotationState> read(PkiFolders folders) throws IOException, PkiFailure {
        Path file = folders.publicFile(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Matcher text = TEXT.matcher(new String(FileSafety.read(folders.publicFolder(), file), UTF_8));
        Optional<RootPhase> phase = text.matches() ? RootPhase.of(text.group(1)) : Optional.empty();
        if (phase.isEmpty()) {
            throw wrong(file, "isn't the state of a rotation");
        }
        return Optional.of(new RotationState(phase.get(), text.group(2), text.group(3)));
    }

    byte[] toJson() {
        return """
                {
                  "phase": "%s",
                  "oldRoot": "%s",
                  "newRoot": "%s"
                }
                """.formatted(phase.label(), oldRoot, newRoot).getBytes(UTF_8);
    }

    boolean isUnderWay() {
        return phase != RootPhase.NEW_ONLY;
    }

    /** The roots that the state and its file speak of must be those that lie in the tree. */
    void requireRoots(PkiFolders folders, List<X509Certificate> roots) throws PkiFailure {
        List<String> wanted = switch (phase) {
            case TRUST_BOTH -> List.of(oldRoot, newRoot);
            case NEW_INTERMEDIATES -> List.of(newRoot, oldRoot);
            case NEW_ONLY -> List.of(newRoot);
        };
        if (!roots.stream().map(CertificateFile::fingerprint).toList().equals(wanted)) {
            throw wrong(
                    folders.publicFile(FILE),
                    "says `" + phase.label() + "`, and the roots in `" + folders.publicFile("root-cert.pem")
                            + "` are not those of that step");
        }
    }

    private static PkiFailure wrong(Path file, String fact) {
        return new PkiFailure(
                "pki-rotation-state",
                file,
                "`" + file + "` " + fact + ".",
                "Restore folder `pki` from version control as a whole.");
    }
}
