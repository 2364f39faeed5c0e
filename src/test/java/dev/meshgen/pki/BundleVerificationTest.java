package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.verify.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleVerificationTest {
    @TempDir
    Path folder;

    private PkiTree tree;
    private Path bundle;

    @BeforeEach
    void makeBundle() throws IOException {
        tree = PkiTree.in(folder.resolve("tree"));
        tree.made(PkiTree.plan("one", "two"));
        bundle = Files.createDirectory(folder.resolve("bundle"));
        Files.setPosixFilePermissions(bundle, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        for (String name : new String[] {"ca-cert.pem", "cert-chain.pem", "root-cert.pem"}) {
            put("pki/one/" + name, name);
        }
        put("pki/private/one/ca-key.pem", "ca-key.pem");
    }

    private void put(String from, String to) throws IOException {
        Files.copy(
                tree.file(from),
                bundle.resolve(to),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private Outcome<VerificationReport> verify() {
        return tree.authority(PkiTree.plan("one", "two")).verifyBundle(bundle);
    }

    @Test
    void four_files_that_belong_together_are_accepted() {
        assertThat(PkiTree.value(verify()).certificates()).hasSize(3);
    }

    @Test
    void a_missing_file_is_named() throws IOException {
        Files.delete(bundle.resolve("cert-chain.pem"));
        assertThat(PkiTree.rules(verify())).containsExactly("pki-bundle-incomplete");
    }

    @Test
    void another_clusters_key_or_chain_is_refused() throws IOException {
        put("pki/private/two/ca-key.pem", "ca-key.pem");
        assertThat(PkiTree.rules(verify())).containsExactly("pki-key-mismatch");
        put("pki/private/one/ca-key.pem", "ca-key.pem");
        put("pki/two/cert-chain.pem", "cert-chain.pem");
        assertThat(PkiTree.rules(verify())).containsExactly("pki-chain");
    }

    @Test
    void a_key_file_must_start_with_the_key() throws IOException {
        OpenSsl.assume();
        Path key = bundle.resolve("ca-key.pem");
        String parameters = OpenSsl.run("ecparam", "-name", "prime256v1");
        Files.writeString(key, parameters + Files.readString(key));
        assertThat(PkiTree.rules(verify())).containsExactly("pki-malformed");
    }

    @Test
    void keys_in_the_forms_of_openssl_are_read() throws IOException {
        OpenSsl.assume();
        Path key = bundle.resolve("ca-key.pem");
        String sec1 = OpenSsl.run("ec", "-in", key);
        Files.writeString(key, sec1.substring(sec1.indexOf("-----BEGIN")));
        assertThat(key).content().startsWith("-----BEGIN EC PRIVATE KEY");
        PkiTree.value(verify());
    }
}
