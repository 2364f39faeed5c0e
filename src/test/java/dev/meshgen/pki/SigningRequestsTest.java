package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.x509.TrustedRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningRequestsTest {
    @TempDir
    Path folder;

    private final CertificatePlan plan = PkiTree.plan("one");
    private PkiTree tree;
    private Authority authority;

    @BeforeEach
    void makeCompany() {
        OpenSsl.assume();
        tree = PkiTree.in(folder.resolve("tree"));
        authority = tree.authority(plan);
        authority(
                "company",
                "/O=Company/CN=Company Root",
                "-x509",
                "-addext",
                "keyUsage=critical,digitalSignature,keyCertSign,cRLSign");
    }

    @Test
    void a_companys_root_signs_every_intermediate() throws IOException {
        for (String name : new String[] {"one", "ingress"}) {
            Path request = PkiTree.value(authority.request(name));
            assertThat(OpenSsl.run("req", "-in", request, "-noout", "-verify", "-text"))
                    .contains("O = contoso, CN = Intermediate CA, L = " + name)
                    .contains("CA:TRUE, pathlen:0");
            PkiTree.value(authority.accept(name, sign(request, "company", name)));
            assertThat(request).doesNotExist();
        }
        // What is left, the server's certificate, needs no root key.
        assertThat(tree.made(plan)).hasSize(7);
        PkiTree.value(tree.authority(plan).verify());
        OpenSsl.verify(
                tree.file("pki/root-cert.pem"), tree.file("pki/one/cert-chain.pem"), tree.file("pki/one/ca-cert.pem"));
        assertThat(tree.file("pki/private/root-key.pem")).doesNotExist();
        tree.assertModes();
    }

    @Test
    void an_issuing_authority_may_be_in_between() throws IOException {
        Path issuing = authority("issuing", "/O=Company/CN=Issuing CA");
        Path signedIssuing = sign(issuing, "company", "issuing", "basicConstraints=critical,CA:TRUE,pathlen:1", 300);
        Files.copy(folder.resolve("signed-issuing.first.pem"), folder.resolve("issuing.pem"));
        Path request = PkiTree.value(authority.request("one"));
        Path signed = sign(request, "issuing", "one");
        Files.writeString(
                signed, Files.readString(folder.resolve("signed-one.first.pem")) + Files.readString(signedIssuing));
        PkiTree.value(authority.accept("one", signed));
        assertThat(Files.readString(tree.file("pki/one/cert-chain.pem")).split("BEGIN CERTIFICATE"))
                .hasSize(4);
        OpenSsl.verify(
                tree.file("pki/one/root-cert.pem"),
                tree.file("pki/one/cert-chain.pem"),
                tree.file("pki/one/ca-cert.pem"));
    }

    @Test
    void a_successor_is_requested_while_the_certificate_is_in_use() throws IOException {
        tree.made(plan);
        byte[] before = Files.readAllBytes(tree.file("pki/one/ca-cert.pem"));
        Path request = PkiTree.value(authority.request("one"));
        assertThat(PkiTree.rules(tree.ensure(plan))).contains("pki-request-pending");
        assertThat(tree.file("pki/one/ca-cert.pem")).hasBinaryContent(before);
        Files.copy(tree.file("pki/root-cert.pem"), folder.resolve("mesh.pem"));
        Files.copy(tree.file("pki/private/root-key.pem"), folder.resolve("mesh.key"));
        Path signed = sign(request, "mesh", "one");
        PkiTree.value(authority.accept("one", signed));
        assertThat(tree.file("pki/one/ca-cert.pem"))
                .hasBinaryContent(Files.readAllBytes(folder.resolve("signed-one.first.pem")));
        PkiTree.value(authority.accept("one", signed));
        PkiTree.value(tree.authority(plan).verify());
        assertThat(tree.file("pki/staged")).doesNotExist();
    }

    @Test
    void a_request_that_waits_keeps_the_root_from_being_made() {
        PkiTree.value(authority.request("one"));
        assertThat(PkiTree.rules(tree.ensure(plan))).containsExactly("pki-request-pending");
        assertThat(tree.file("pki/root-cert.pem")).doesNotExist();
    }

    @Test
    void a_certificate_for_another_key_is_refused() throws IOException {
        PkiTree.value(authority.request("one"));
        Path other = PkiTree.value(authority.request("ingress"));
        assertThat(PkiTree.rules(authority.accept("one", sign(other, "company", "other"))))
                .containsExactly("pki-key-mismatch");
    }

    @Test
    void a_certificate_that_may_not_sign_is_refused() throws IOException {
        Path request = PkiTree.value(authority.request("one"));
        Path signed = sign(request, "company", "leaf", "basicConstraints=critical,CA:FALSE", 200);
        assertThat(PkiTree.rules(authority.accept("one", signed))).containsExactly("pki-not-authority");
        assertThat(tree.file("pki/one/ca-cert.pem")).doesNotExist();
    }

    @Test
    void an_import_names_its_root_and_takes_no_second_one() throws IOException {
        Path other = authority("other", "/CN=evil", "-x509");
        Path signed = sign(PkiTree.value(authority.request("one")), "company", "one");
        byte[] sound = Files.readAllBytes(signed);
        Files.write(signed, Files.readAllBytes(other), StandardOpenOption.APPEND);
        Outcome<Imported> refused = authority.accept("one", signed);
        assertThat(PkiTree.rules(refused)).containsExactly("pki-extra-root");
        assertThat(refused.diagnostics().get(0).message()).contains("CN=evil", "CN=Company Root,O=Company");
        assertThat(tree.file("pki/root-cert.pem")).doesNotExist();

        Files.write(signed, sound);
        assertThat(PkiTree.value(authority.accept("one", signed)).roots())
                .singleElement()
                .extracting(TrustedRoot::subject)
                .isEqualTo("CN=Company Root,O=Company");
    }

    @Test
    void a_request_of_a_strangers_key_is_neither_handed_out_nor_imported() throws IOException {
        Path request = PkiTree.value(authority.request("one"));
        Files.copy(authority("evil", "/CN=evil"), request, StandardCopyOption.REPLACE_EXISTING);

        assertThat(PkiTree.rules(authority.request("one"))).containsExactly("pki-request-foreign");
        assertThat(PkiTree.rules(authority.accept("one", sign(request, "company", "evil"))))
                .containsExactly("pki-request-foreign");
        assertThat(tree.file("pki/one/ca-cert.pem")).doesNotExist();
    }

    @Test
    void a_request_whose_key_is_elsewhere_is_not_handed_out() throws IOException {
        PkiTree.value(authority.request("one"));
        Files.delete(tree.file("pki/private/one/ca-key.pem"));

        assertThat(PkiTree.rules(authority.request("one"))).containsExactly("pki-request-foreign");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "staged/one/ca-cert.pem",
                "staged/one/cert-chain.pem",
                "staged/one/root-cert.pem",
                "staged/root-cert.pem",
                "staged/rotation.json",
                "staged/notes.txt"
            })
    void what_is_planted_between_a_request_and_its_import_is_refused(String planted) throws IOException {
        tree.made(plan);
        Path request = PkiTree.value(authority.request("one"));
        Files.copy(tree.file("pki/root-cert.pem"), folder.resolve("mesh.pem"));
        Files.copy(tree.file("pki/private/root-key.pem"), folder.resolve("mesh.key"));
        Path signed = sign(request, "mesh", "one");
        Files.copy(folder.resolve("company.pem"), tree.file("pki/" + planted));
        Map<String, String> before = tree.snapshot();

        assertThat(PkiTree.rules(authority.accept("one", signed))).containsExactly("pki-staged-foreign");
        assertThat(tree.snapshot()).containsAllEntriesOf(before);

        Files.delete(tree.file("pki/" + planted));
        PkiTree.value(authority.accept("one", signed));
        PkiTree.value(authority.verify());
    }

    @ParameterizedTest
    @ValueSource(strings = {"one/cert-chain.pem", "one/root-cert.pem"})
    void what_is_planted_before_a_first_import_is_refused(String planted) throws IOException {
        Path signed = sign(PkiTree.value(authority.request("one")), "company", "one");
        Files.copy(authority("evil", "/CN=evil", "-x509"), tree.file("pki/" + planted));

        assertThat(PkiTree.rules(authority.accept("one", signed))).containsExactly("pki-staged-foreign");
        assertThat(tree.file("pki/one/ca-cert.pem")).doesNotExist();
    }

    private Path authority(String name, String subject, String... more) {
        Path out = folder.resolve(name + (more.length > 0 ? ".pem" : ".csr"));
        Object[] arguments = {
            "req",
            "-new",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            subject,
            "-days",
            "3650",
            "-keyout",
            folder.resolve(name + ".key"),
            "-out",
            out
        };
        java.util.List<Object> all = new java.util.ArrayList<>(java.util.List.of(arguments));
        all.addAll(java.util.List.of((Object[]) more));
        OpenSsl.run(all.toArray());
        return out;
    }

    private Path sign(Path request, String authority, String name) throws IOException {
        return sign(request, authority, name, "basicConstraints=critical,CA:TRUE,pathlen:0", 200);
    }

    /** As a company's own tool would: the certificate, then the authority's. */
    private Path sign(Path request, String authority, String name, String constraints, int days) throws IOException {
        Path extensions = folder.resolve("extensions");
        Files.writeString(
                extensions,
                constraints + "\nkeyUsage=critical,digitalSignature,keyCertSign\nsubjectKeyIdentifier=hash\n"
                        + "authorityKeyIdentifier=keyid\n");
        Path first = folder.resolve("signed-" + name + ".first.pem");
        OpenSsl.run(
                "x509",
                "-req",
                "-in",
                request,
                "-CA",
                folder.resolve(authority + ".pem"),
                "-CAkey",
                folder.resolve(authority + ".key"),
                "-CAcreateserial",
                "-days",
                Integer.toString(days),
                "-extfile",
                extensions,
                "-out",
                first);
        Path signed = folder.resolve("signed-" + name + ".pem");
        Files.writeString(signed, Files.readString(first) + Files.readString(folder.resolve(authority + ".pem")));
        return signed;
    }
}
