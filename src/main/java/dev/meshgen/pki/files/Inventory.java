package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The public files of a plan as they are on disk.
 *
 * @param files the certificates of each file that could be read
 * @param problems one for each file that couldn't
 */
public record Inventory(
        CertificatePlan plan,
        Layout layout,
        Map<Path, List<X509Certificate>> files,
        List<Path> missing,
        List<Diagnostic> problems) {

    public static Inventory read(CertificatePlan plan, Layout layout) {
        Path folder = layout.folders().publicFolder();
        Map<Path, List<X509Certificate>> files = new TreeMap<>();
        List<Path> missing = new ArrayList<>();
        List<Diagnostic> problems = new ArrayList<>();
        for (PlannedCertificate planned : plan.certificates()) {
            for (String relative : planned.publicFiles()) {
                Path file = layout.publicFile(planned, relative);
                if (FileSafety.exists(file)) {
                    Outcome<List<X509Certificate>> found = new PublicFiles(folder).certificates(file);
                    problems.addAll(found.diagnostics());
                    found.value().ifPresent(certificates -> files.put(file, certificates));
                } else {
                    missing.add(file);
                    FileSafety.symlink(folder, file).ifPresent(problems::add);
                }
            }
        }
        return new Inventory(
                plan, layout, files, missing, problems.stream().distinct().toList());
    }

    public boolean isWhole() {
        return missing.isEmpty() && problems.isEmpty();
    }

    public boolean lacks(PlannedCertificate planned) {
        return missing.contains(layout.certificate(planned));
    }

    public Optional<X509Certificate> certificate(PlannedCertificate planned) {
        return file(planned, planned.certificateFile()).map(certificates -> certificates.get(0));
    }

    /** The certificate, or where its file is missing, what its chain starts with. */
    public Optional<X509Certificate> certificateOrChained(PlannedCertificate planned) {
        return certificate(planned).or(() -> file(planned, planned.chainFile()).map(chain -> chain.get(0)));
    }

    public Optional<List<X509Certificate>> file(PlannedCertificate planned, String relative) {
        return Optional.ofNullable(files.get(layout.publicFile(planned, relative)));
    }

    /** What every cluster trusts; the first of them signs. */
    public List<X509Certificate> roots() {
        return file(plan.root(), plan.root().certificateFile()).orElse(List.of());
    }
}
