package dev.meshgen.pki.verify;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.Layout;
import dev.meshgen.pki.files.PkiFolders;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.plan.RootKey;
import dev.meshgen.pki.x509.SampleCertificate;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How a file comes back depends on what else is there, and on whose the root is. */
class MissingFilesTest {
    private static final String GENERATE = "Run `meshgen generate` to make it.";
    private static final String COPY = "Run `meshgen generate`: it makes the file from the certificate's other files.";
    private static final String RESTORE = "Restore it from version control: certificates that it has signed are there.";

    private static final List<PlannedCertificate> ALL = List.of(
            planned(Role.ROOT, "root"),
            planned(Role.CLUSTER, "one"),
            planned(Role.INGRESS, "ingress"),
            planned(Role.SERVER, "echo"));

    private static final List<X509Certificate> SOME =
            List.of(SampleCertificate.server("some").selfSigned().certificate());

    private static PlannedCertificate planned(Role role, String name) {
        return new PlannedCertificate(role, name, KeyAlgorithm.ECDSA_P256, "contoso", List.of(), 1);
    }

    /** The hint for each missing file, given those that are there. */
    private static Map<String, String> hints(RootKey root, String... there) {
        CertificatePlan plan = new CertificatePlan(ALL, root);
        Path pki = Path.of("pki");
        Layout layout = Layout.proper(PkiFolders.in(Path.of(""), Optional.empty()));
        Map<Path, List<X509Certificate>> files =
                Stream.of(there).collect(toMap(name -> layout.folders().publicFile(name), name -> SOME));
        List<Path> missing = ALL.stream()
                .flatMap(each -> each.publicFiles().stream().map(name -> layout.publicFile(each, name)))
                .filter(file -> !files.containsKey(file))
                .toList();
        List<Diagnostic> found = new MissingFiles(new Inventory(plan, layout, files, missing, List.of())).explained();
        assertThat(found)
                .hasSameSizeAs(missing)
                .allSatisfy(each -> assertThat(each.message()).endsWith("` is missing."));
        return found.stream()
                .collect(toMap(
                        each -> pki.relativize(Path.of(each.span().file())).toString(),
                        each -> each.hint().orElseThrow()));
    }

    @Test
    void everything_that_is_missing_is_made() {
        assertThat(hints(RootKey.PLAIN).values()).hasSize(7).containsOnly(GENERATE);
    }

    @Test
    void what_another_authority_signs_is_asked_for() {
        String ingress = "Run `meshgen ca request ingress`, have that signed and import the answer.";

        assertThat(hints(RootKey.EXTERNAL))
                .containsEntry("root-cert.pem", "It comes with the first certificate that `meshgen ca import` imports.")
                .containsEntry(
                        "one/ca-cert.pem", "Run `meshgen ca request one`, have that signed and import the answer.")
                .containsEntry("ingress/ca-cert.pem", ingress)
                .containsEntry("applications/echo/tls.crt", GENERATE);
    }

    @Test
    void what_has_signed_others_is_restored() {
        for (RootKey root : List.of(RootKey.PLAIN, RootKey.EXTERNAL)) {
            assertThat(hints(root, "applications/echo/tls.crt", "one/ca-cert.pem"))
                    .containsEntry("root-cert.pem", RESTORE)
                    .containsEntry("ingress/ca-cert.pem", RESTORE)
                    .containsEntry("one/cert-chain.pem", COPY);
        }
    }

    @Test
    void a_chain_starts_with_the_certificate_that_is_missing() {
        assertThat(hints(RootKey.EXTERNAL, "one/cert-chain.pem"))
                .containsEntry("one/ca-cert.pem", COPY)
                .containsEntry("one/root-cert.pem", COPY)
                .containsEntry("root-cert.pem", RESTORE);
    }
}
