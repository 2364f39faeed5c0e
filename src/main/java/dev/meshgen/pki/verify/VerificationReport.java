package dev.meshgen.pki.verify;

import dev.meshgen.pki.x509.TrustedRoot;
import java.nio.file.Path;
import java.util.List;

/**
 * What was verified.
 *
 * @param certificates files that are as they should be
 * @param keys private keys that belong to their certificates
 * @param absentKeys private keys that aren't here, which is right for a clone
 * @param roots for a person to compare with another source
 */
public record VerificationReport(
        List<Path> certificates, List<Path> keys, List<Path> absentKeys, List<TrustedRoot> roots) {
    public VerificationReport {
        certificates = List.copyOf(certificates);
        keys = List.copyOf(keys);
        absentKeys = List.copyOf(absentKeys);
        roots = List.copyOf(roots);
    }
}
