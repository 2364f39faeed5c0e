package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the key of a cluster's intermediate can sign, and what nobody believes. */
class StolenIntermediateTest {
    @TempDir
    Path folder;

    private PkiTree tree;

    @BeforeEach
    void issue() {
        OpenSsl.assume();
        tree = PkiTree.in(folder);
        tree.made(PkiTree.plan("one"));
    }

    @Test
    void it_signs_workloads_and_istiod() throws IOException {
        verify(forged("URI:spiffe://cluster.local/ns/shop/sa/shop"));
        verify(forged("DNS:istiod.istio-system.svc,DNS:istiod-1-31-0.istio-system.svc"));
    }

    @Test
    void nobody_believes_it_about_the_host_of_an_application() throws IOException {
        Path host = forged("DNS:echo.example");
        Path both = forged("URI:spiffe://cluster.local/ns/shop/sa/shop,DNS:echo.example");

        assertThatThrownBy(() -> verify(host)).hasMessageContaining("permitted subtree violation");
        assertThatThrownBy(() -> verify(both)).hasMessageContaining("permitted subtree violation");
    }

    @Test
    void a_signing_request_asks_for_the_same() {
        tree.authority(PkiTree.plan("one", "two")).request("two");

        assertThat(OpenSsl.run("req", "-in", tree.file("pki/two/ca-cert.csr"), "-noout", "-text"))
                .containsPattern("Name Constraints: critical\\s+Permitted:\\s+DNS:svc\\s");
    }

    private void verify(Path certificate) {
        OpenSsl.verify(tree.file("pki/root-cert.pem"), tree.file("pki/one/ca-cert.pem"), certificate);
    }

    /** A certificate for these names, signed with the cluster's key. */
    private Path forged(String names) throws IOException {
        String name = Integer.toHexString(names.hashCode());
        Path extensions = folder.resolve(name + ".ext");
        Files.writeString(
                extensions,
                "subjectAltName=" + names + "\nbasicConstraints=critical,CA:false\nkeyUsage=digitalSignature\n"
                        + "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
        Path request = folder.resolve(name + ".csr");
        Path certificate = folder.resolve(name + ".pem");
        Path key = tree.file("pki/private/one/ca-key.pem");
        OpenSsl.run("req", "-new", "-key", key, "-subj", "/CN=shop", "-out", request);
        OpenSsl.run(
                "x509",
                "-req",
                "-in",
                request,
                "-CA",
                tree.file("pki/one/ca-cert.pem"),
                "-CAkey",
                key,
                "-set_serial",
                "1",
                "-extfile",
                extensions,
                "-out",
                certificate);
        return certificate;
    }
}
