package dev.meshgen.pki;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What new revocation lists are to say.
 *
 * @param certificates that are revoked: names of intermediates, files, or serial numbers
 * @param lists files with lists that other authorities have made
 * @param validity how long the new lists are accepted
 */
public record Revocation(List<String> certificates, List<Path> lists, Duration validity) {
    public Revocation {
        certificates = List.copyOf(certificates);
        lists = List.copyOf(lists);
    }
}
