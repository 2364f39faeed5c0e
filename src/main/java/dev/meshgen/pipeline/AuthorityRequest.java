package dev.meshgen.pipeline;

import dev.meshgen.pki.KeyProgress;
import dev.meshgen.pki.PassphraseSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/**
 * How to open a mesh's certificate authority.
 *
 * @param keysFolder of the private keys; by default {@code pki/private} in the output tree
 * @param plainRootKey whether a new root key is written unencrypted, whatever the mesh says
 */
public record AuthorityRequest(
        Optional<Path> keysFolder,
        boolean plainRootKey,
        PassphraseSource passphrases,
        KeyProgress progress,
        Clock clock,
        SecureRandom random) {}
