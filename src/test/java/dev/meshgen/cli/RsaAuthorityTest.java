package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.OpenSsl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of an authority with the keys that are the default, which take seconds to make. */
class RsaAuthorityTest {
    @TempDir
    private Path folder;

    @Test
    void openssl_verifies_every_chain_after_each_command() throws IOException {
        OpenSsl.assume();
        CaShell shell = CaShell.in(folder, "keyAlgorithm: RSA-4096, rootKeyEncryption: none");
        shell.succeed("ca", "issue");
        shell.assertChains();
        assertThat(OpenSsl.text(shell.pki("one/ca-cert.pem"))).contains("Public-Key: (4096 bit)");
        shell.succeed("ca", "rotate", "intermediate", "one");
        shell.succeed("ca", "rotate", "server", "echoserver");
        shell.assertChains();
        shell.succeed("ca", "request", "two");
        shell.succeed("ca", "import", "two", signed(shell).toString());
        shell.assertChains();
        for (String step : new String[] {"trust-both", "new-intermediates", "new-only"}) {
            shell.succeed("ca", "rotate", "root", "--step", step);
            shell.assertChains();
        }
        shell.succeed("ca", "verify");
    }

    private Path signed(CaShell shell) throws IOException {
        Path identifiers = folder.resolve("identifiers");
        Files.writeString(identifiers, "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
        Path signed = folder.resolve("two.pem");
        OpenSsl.run(
                "x509",
                "-req",
                "-in",
                shell.pki("staged/two/ca-cert.csr"),
                "-CA",
                shell.pki("root-cert.pem"),
                "-CAkey",
                shell.pki("private/root-key.pem"),
                "-days",
                "700",
                "-copy_extensions",
                "copyall",
                "-extfile",
                identifiers,
                "-out",
                signed);
        return signed;
    }
}
