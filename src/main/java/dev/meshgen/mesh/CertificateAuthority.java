package dev.meshgen.mesh;

/** The mesh's certificate authority; validities in days. */
public record CertificateAuthority(
        String keyAlgorithm,
        String organization,
        boolean rootKeyEncrypted,
        int rootValidityDays,
        int intermediateValidityDays,
        int serverValidityDays) {}
