package dev.meshgen.pki;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The judge of certificates that shares no code with their maker. */
public final class OpenSsl {
    private OpenSsl() {}

    public static void assume() {
        boolean found;
        try {
            found = new ProcessBuilder("openssl", "version")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            found = false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assumeTrue(found, "skipped: openssl not found");
    }

    /** What openssl prints; it must succeed. */
    public static String run(Object... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as("%s\n%s", command, output).isZero();
            return output;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a certificate, with the intermediates of a chain, leads to one of the roots. */
    public static void verify(Path roots, Path chain, Path certificate) {
        run("verify", "-x509_strict", "-CAfile", roots, "-untrusted", chain, certificate);
    }

    public static String text(Path certificate) {
        return run("x509", "-in", certificate, "-noout", "-text");
    }
}
