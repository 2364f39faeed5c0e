package dev.meshgen.pki;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.meshgen.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The public files of a plan as they lie on disk.
 *
 * @param files the certificates of each file that could be read
 * @param problems one for each file that couldn't
 */
record Inventory(
        CertificatePlan plan,
        Layout layout,
        Map<Path, List<X509Certificate>> files,
        List<Path> missing,
        List<Diagnostic> problems) {

    static Inventory read(CertificatePlan plan, Layout layout) throws IOException {
        Map<Path, List<X509Certificate>> files = new TreeMap<>();
        List<Path> missing = new ArrayList<>();
        List<Diagnostic> problems = new ArrayList<>();
        for (PlannedCertificate planned : plan.certificates()) {
            for (String relative : planned.publicFiles()) {
                Path file = layout.publicFile(planned, relative);
                if (!Files.exists(file, NOFOLLOW_LINKS)) {
                    missing.add(file);
                    FileSafety.symlink(layout.folders().publicFolder(), file).ifPresent(problems::add);
                    continue;
                }
                try {
                    files.put(file, CertificateFile.read(layout.folders().publicFolder(), file));
                } catch (PkiFailure e) {
                    problems.add(e.diagnostic());
                }
            }
        }
        return new Inventory(
                plan, layout, files, missing, problems.stream().distinct().toList());
    }

    boolean isWhole() {
        return missing.isEmpty() && problems.isEmpty();
    }

    boolean lacks(PlannedCertificate planned) {
        return missing.contains(layout.certificate(planned));
    }

    Optional<X509Certificate> certificate(PlannedCertificate planned) {
        return file(planned, planned.certificateFile()).map(certificates -> certificates.get(0));
    }

    Optional<List<X509Certificate>> file(PlannedCertificate planned, String relative) {
        return Optional.ofNullable(files.get(layout.publicFile(planned, relative)));
    }

    /** What every cluster trusts; the first of them signs. */
    List<X509Certificate> roots() {
        return file(plan.root(), plan.root().certificateFile()).orElse(List.of());
    }
}
