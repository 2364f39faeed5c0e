package dev.meshgen.pki.verify;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PublicFiles;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.x509.CertificatePem;
import dev.meshgen.pki.x509.RevocationList;
import dev.meshgen.pki.x509.TrustChain;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares revocation lists with the authorities that they are about: a proxy with lists refuses
 * every chain in which an authority has none.
 */
public record RevocationExamination(Instant now) {
    private static final String AGAIN = "Run `meshgen ca crl`, and give the new lists to every cluster.";

    /** Nothing, if the tree has no lists; then no certificate is read. */
    public List<Diagnostic> examine(CertificatePlan plan, Layout layout) {
        PublicFiles files = new PublicFiles(layout.folders().publicFolder());
        return files.has(file(layout, plan.root()).orElseThrow()) ? examine(Inventory.read(plan, layout)) : List.of();
    }

    /** Nothing, if the tree has no lists. */
    public List<Diagnostic> examine(Inventory inventory) {
        PublicFiles files = new PublicFiles(inventory.layout().folders().publicFolder());
        Path file = file(inventory.layout(), inventory.plan().root()).orElseThrow();
        if (!files.has(file)) {
            return List.of();
        }
        Outcome<List<RevocationList>> lists = files.revocationLists(file);
        List<Diagnostic> found = new ArrayList<>(lists.diagnostics());
        lists.value().ifPresent(all -> found.addAll(examine(file, all, authorities(inventory))));
        inventory.plan().clusters().stream()
                .flatMap(cluster -> file(inventory.layout(), cluster).stream())
                .forEach(copy -> found.addAll(copy(files, file, copy)));
        return found;
    }

    private static Optional<Path> file(Layout layout, PlannedCertificate planned) {
        return planned.revocationListFile().map(relative -> layout.publicFile(planned, relative));
    }

    /** Every authority of every chain: the root that signs, then those below it. */
    public static List<X509Certificate> authorities(Inventory inventory) {
        Stream<X509Certificate> chains = inventory.plan().intermediates().stream()
                .flatMap(planned -> inventory.file(planned, planned.chainFile()).stream())
                .flatMap(List::stream);
        return Stream.concat(inventory.roots().stream().limit(1), chains)
                .distinct()
                .toList();
    }

    /** What is wrong with the lists of a file, for peers with these authorities. */
    List<Diagnostic> examine(Path file, List<RevocationList> lists, List<X509Certificate> authorities) {
        List<Diagnostic> found = new ArrayList<>();
        for (X509Certificate authority : authorities) {
            RevocationList.newest(lists, authority)
                    .ifPresentOrElse(
                            list -> expired(file, list).ifPresent(found::add),
                            () -> found.add(missing(file, authority)));
        }
        found.addAll(revoked(file, lists, authorities));
        return found;
    }

    /** The authorities that their issuers have revoked. */
    public List<Diagnostic> revoked(Path file, List<RevocationList> lists, List<X509Certificate> authorities) {
        return authorities.stream()
                .filter(each -> TrustChain.issuer(each, authorities)
                        .flatMap(issuer -> RevocationList.newest(lists, issuer))
                        .filter(list -> list.revokes(each.getSerialNumber()))
                        .isPresent())
                .map(each -> Diagnostic.error(
                        "pki-revoked",
                        file,
                        "`" + file + "` revokes " + name(each) + ", which is in use.",
                        "Replace it with `meshgen ca rotate`, then run `meshgen ca crl`."))
                .toList();
    }

    private Optional<Diagnostic> expired(Path file, RevocationList list) {
        return list.isExpired(now)
                ? Optional.of(Diagnostic.error(
                        "pki-crl-expired",
                        file,
                        "The list of `" + list.issuer() + "` in `" + file + "` has expired at "
                                + list.nextUpdate().orElseThrow() + ".",
                        AGAIN))
                : Optional.empty();
    }

    private Diagnostic missing(Path file, X509Certificate authority) {
        return Diagnostic.error(
                "pki-crl-missing", file, "`" + file + "` has no list of " + name(authority) + ".", AGAIN);
    }

    private static String name(X509Certificate certificate) {
        return "`" + certificate.getSubjectX500Principal().getName() + "` (SHA-256 `"
                + CertificatePem.fingerprint(certificate) + "`)";
    }

    private List<Diagnostic> copy(PublicFiles files, Path file, Path copy) {
        if (!files.has(copy)) {
            return List.of(differs(file, copy, "is missing"));
        }
        return files.read(file)
                .then(lists -> files.read(copy)
                        .then(found -> Outcome.of(
                                copy,
                                Arrays.equals(lists, found)
                                        ? List.of()
                                        : List.of(differs(file, copy, "differs from `" + file + "`")))))
                .diagnostics();
    }

    private Diagnostic differs(Path file, Path copy, String fact) {
        return Diagnostic.error("pki-crl-mismatch", copy, "`" + copy + "` " + fact + ".", AGAIN)
                .withNote(SourceSpan.wholeFile(file.toString()), "the lists of all authorities are here.");
    }
}
