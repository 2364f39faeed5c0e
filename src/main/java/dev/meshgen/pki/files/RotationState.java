package dev.meshgen.pki.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.pki.plan.RootPhase;
import dev.meshgen.pki.x509.CertificatePem;
import dev.meshgen.pki.x509.TrustedRoot;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a root rotation has come: the file {@code pki/rotation.json}.
 *
 * @param oldRoot SHA-256 of the root that is replaced
 * @param newRoot SHA-256 of the root that replaces it
 */
public record RotationState(RootPhase phase, String oldRoot, String newRoot) {
    public static final String FILE = "rotation.json";

    private static final Pattern TEXT = Pattern.compile("\\s*\\{\\s*\"phase\"\\s*:\\s*\"([a-z-]+)\"\\s*,"
            + "\\s*\"oldRoot\"\\s*:\\s*\"([0-9a-f]{64})\"\\s*,\\s*\"newRoot\"\\s*:\\s*\"([0-9a-f]{64})\"\\s*\\}\\s*");

    /** The state of a tree, if a rotation was ever begun there. */
    public static Outcome<Optional<RotationState>> read(PkiFolders folders) {
        Path file = folders.publicFile(FILE);
        return FileSafety.exists(file)
                ? FileSafety.read(folders.publicFolder(), file)
                        .then(bytes -> parse(file, bytes))
                        .map(Optional::of)
                : Outcome.of(Optional.empty());
    }

    private static Outcome<RotationState> parse(Path file, byte[] bytes) {
        Matcher text = TEXT.matcher(new String(bytes, UTF_8));
        Optional<RootPhase> phase = text.matches() ? RootPhase.of(text.group(1)) : Optional.empty();
        return phase.map(found -> Outcome.of(new RotationState(found, text.group(2), text.group(3))))
                .orElseGet(() -> Outcome.failure(wrong(file, "isn't the state of a rotation")));
    }

    public byte[] toJson() {
        return """
                {
                  "phase": "%s",
                  "oldRoot": "%s",
                  "newRoot": "%s"
                }
                """.formatted(phase.label(), oldRoot, newRoot).getBytes(UTF_8);
    }

    /**
     * The folders, if no rotation is under way: another change would undo what the order of its
     * steps guarantees.
     */
    public static Outcome<PkiFolders> requireNone(PkiFolders folders) {
        return read(folders)
                .then(state -> state.filter(found -> found.phase != RootPhase.NEW_ONLY)
                        .map(found -> Outcome.<PkiFolders>failure(underWay(folders, found.phase)))
                        .orElseGet(() -> Outcome.of(folders)));
    }

    private static Diagnostic underWay(PkiFolders folders, RootPhase phase) {
        return Diagnostic.error(
                "pki-rotation-order",
                folders.publicFile(FILE),
                "A root rotation is under way: its last step was `" + phase.label() + "`.",
                "Continue with `meshgen ca rotate root --step " + phase.next().label() + "` first.");
    }

    /** This state, if the roots in the tree are those of its phase. */
    public Outcome<RotationState> requireRoots(PkiFolders folders, List<X509Certificate> roots) {
        List<String> wanted = switch (phase) {
            case TRUST_BOTH -> List.of(oldRoot, newRoot);
            case NEW_INTERMEDIATES -> List.of(newRoot, oldRoot);
            case NEW_ONLY -> List.of(newRoot);
        };
        Path rootFile = folders.publicFile("root-cert.pem");
        return roots.stream().map(CertificatePem::fingerprint).toList().equals(wanted)
                ? Outcome.of(this)
                : Outcome.failure(wrong(
                                folders.publicFile(FILE),
                                "says `" + phase.label() + "`, but the roots in `" + rootFile
                                        + "` are not those of that step")
                        .withNote(
                                SourceSpan.wholeFile(folders.publicFile(FILE).toString()),
                                "the roots of that step are `" + String.join("`, `", wanted) + "`.")
                        .withNote(SourceSpan.wholeFile(rootFile.toString()), TrustedRoot.note(roots)));
    }

    /**
     * The roots, if the tree's authority knows each of them: every proxy believes whoever has a
     * root's key.
     */
    public static Outcome<List<X509Certificate>> requireKnown(
            PkiFolders folders, Path file, List<X509Certificate> roots) {
        return read(folders).then(state -> {
            List<String> known = state.filter(found -> found.phase != RootPhase.NEW_ONLY)
                    .map(found -> List.of(found.oldRoot, found.newRoot))
                    .orElse(List.of());
            boolean fits = known.isEmpty()
                    ? roots.size() < 2
                    : roots.size() <= known.size()
                            && roots.stream().map(CertificatePem::fingerprint).allMatch(known::contains);
            return fits ? Outcome.of(roots) : Outcome.failure(extra(file, roots));
        });
    }

    private static Diagnostic extra(Path file, List<X509Certificate> roots) {
        return Diagnostic.error(
                "pki-extra-root",
                file,
                "`" + file + "` contains a root that no rotation of this authority has added. Its roots are `"
                        + TrustedRoot.of(roots).stream()
                                .map(TrustedRoot::toString)
                                .collect(Collectors.joining("`, `"))
                        + "`.",
                "Find out who added it: every proxy would trust whoever has its key. Restore folder `pki` from"
                        + " version control as a whole.");
    }

    private static Diagnostic wrong(Path file, String fact) {
        return Diagnostic.error(
                "pki-rotation-state",
                file,
                "`" + file + "` " + fact + ".",
                "Restore folder `pki` from version control as a whole.");
    }
}
