package dev.meshgen.pki;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.files.KeyFiles;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.x509.RevocationList;
import dev.meshgen.pki.x509.RevocationListIssuer;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The list that an authority has next: a new one where its key is, otherwise the newest that is
 * known.
 */
record NextList(PkiEnvironment environment, Inventory inventory, List<RevocationList> known, Duration validity) {
    private static final int CRL_SIGN = 6;

    Outcome<RevocationList> of(X509Certificate authority, List<BigInteger> revoked) {
        return maySign(authority) ? next(authority, revoked) : Outcome.failure(mayNotSign(authority));
    }

    private static boolean maySign(X509Certificate authority) {
        boolean[] usage = authority.getKeyUsage();
        return usage == null || usage[CRL_SIGN];
    }

    /** Istio's own tool makes such authorities. */
    private Diagnostic mayNotSign(X509Certificate authority) {
        return Diagnostic.error(
                "pki-crl-sign",
                planned(authority)
                        .map(inventory.layout()::certificate)
                        .orElse(inventory.layout().folders().publicFolder()),
                "`" + authority.getSubjectX500Principal().getName()
                        + "` lacks key usage `cRLSign`, so nobody accepts a list that it signs.",
                "Replace it by one that has it: `meshgen ca rotate "
                        + planned(authority).map(PlannedCertificate::rotation).orElse("root --status") + "`.");
    }

    private Outcome<RevocationList> next(X509Certificate authority, List<BigInteger> revoked) {
        Optional<RevocationList> newest = RevocationList.newest(known, authority);
        KeyFiles keys = environment.keyFiles();
        return planned(authority)
                .filter(planned -> keys.has(inventory.layout().key(planned)))
                .map(planned -> signed(planned, authority, newest, revoked))
                .orElseGet(() -> kept(authority, newest, revoked));
    }

    private Optional<PlannedCertificate> planned(X509Certificate authority) {
        return inventory.plan().certificates().stream()
                .filter(PlannedCertificate::isAuthority)
                .filter(planned ->
                        inventory.certificate(planned).filter(authority::equals).isPresent())
                .findFirst();
    }

    private Outcome<RevocationList> signed(
            PlannedCertificate planned,
            X509Certificate authority,
            Optional<RevocationList> newest,
            List<BigInteger> revoked) {
        Path file = inventory.layout().key(planned);
        return environment
                .keyFiles()
                .read(file)
                .then(key ->
                        key.requireMatch(file, authority, inventory.layout().certificate(planned)))
                .map(key -> new RevocationListIssuer(environment.clock(), environment.random())
                        .next(authority, key, newest, revoked, validity));
    }

    private Outcome<RevocationList> kept(
            X509Certificate authority, Optional<RevocationList> newest, List<BigInteger> revoked) {
        return newest.filter(list -> !list.isExpired(environment.clock().instant()))
                .filter(list -> revoked.stream().allMatch(list::revokes))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failure(keyMissing(authority, !revoked.isEmpty())));
    }

    private Diagnostic keyMissing(X509Certificate authority, boolean revokes) {
        Path file = planned(authority)
                .map(inventory.layout()::key)
                .orElse(inventory.layout().folders().keysFolder());
        return Diagnostic.error(
                "pki-issuer-key-missing",
                file,
                "The private key of `" + authority.getSubjectX500Principal().getName()
                        + "` isn't here, and there is no list of it"
                        + (revokes ? " that revokes what is to be revoked." : " that hasn't expired."),
                "Run the same command where the key is, with `--keys-dir` if it is in another folder; or have that"
                        + " authority make a list, and name its file with `--list`.");
    }
}
