package dev.meshgen.pki.verify;

import dev.meshgen.pki.x509.RevocationList;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of one authority's revocation list.
 *
 * @param issuer the authority
 * @param size how many certificates the list revokes
 * @param nextUpdate from then on nobody accepts it; empty if it never ends
 * @param isDue whether that is before the day that was asked about
 */
public record RevocationStatus(
        String issuer, BigInteger number, int size, Optional<Instant> nextUpdate, boolean isDue) {
    /** @param limit what ends until then is due */
    public static List<RevocationStatus> of(List<RevocationList> lists, Instant limit) {
        return lists.stream()
                .map(list -> new RevocationStatus(
                        list.issuer(), list.number(), list.size(), list.nextUpdate(), list.isExpired(limit)))
                .toList();
    }
}
