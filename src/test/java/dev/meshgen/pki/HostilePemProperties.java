package dev.meshgen.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Severity;
import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.pki.verify.CertificateFacts;
import dev.meshgen.pki.x509.CertificateIssuer;
import dev.meshgen.pki.x509.CertificatePem;
import dev.meshgen.pki.x509.CertificateRequest;
import dev.meshgen.pki.x509.KeyPem;
import dev.meshgen.pki.x509.RevocationList;
import dev.meshgen.pki.x509.RevocationListIssuer;
import dev.meshgen.pki.x509.SigningKey;
import dev.meshgen.pki.x509.TrustChain;
import dev.meshgen.testing.Cases;
import dev.meshgen.testing.Gen;
import dev.meshgen.testing.Property;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.RSAPrivateKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is in a PEM file, it is read or refused: no content makes meshgen itself fail. */
class HostilePemProperties {
    private static final Path FILE = Path.of("hostile.pem");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final CertificateIssuer ISSUER = new CertificateIssuer(Clock.systemUTC(), RANDOM);
    private static final PlannedCertificate ROOT = planned(Role.ROOT);
    private static final PlannedCertificate CLUSTER = planned(Role.CLUSTER);
    private static final SigningKey KEY = SigningKey.generate(KeyAlgorithm.ECDSA_P256, RANDOM);
    private static final X509Certificate ROOT_CERTIFICATE = ISSUER.selfSigned(ROOT, KEY);

    private static PlannedCertificate planned(Role role) {
        List<String> names = role == Role.CLUSTER ? List.of("istiod.istio-system.svc") : List.of();
        return new PlannedCertificate(role, "one", KeyAlgorithm.ECDSA_P256, "contoso", names, 30);
    }

    /**
     * The content of a PEM file with some of its bytes changed; its length stays what its first
     * bytes say.
     */
    private static Gen<byte[]> mutated(byte[] pem) {
        String text = new String(pem, US_ASCII);
        String base64 = text.replaceAll("-----[^-]+-----", "").replaceAll("\\s", "");
        String label = text.substring("-----BEGIN ".length(), text.indexOf("-----\n"));
        byte[] der = Base64.getDecoder().decode(base64);
        return new Gen<>(List.of(pem), random -> pem(label, mutate(der, random)));
    }

    private static byte[] mutate(byte[] der, Random random) {
        byte[] changed = der.clone();
        for (int i = 0; i <= random.nextInt(3); i++) {
            changed[4 + random.nextInt(der.length - 4)] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private static byte[] pem(String label, byte[] der) {
        String base64 = Base64.getEncoder().encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n").getBytes(US_ASCII);
    }

    @Property
    void certificates_are_read_and_judged_or_refused(Cases cases) {
        X509Certificate cluster = ISSUER.issued(CLUSTER, KEY.publicKey(), ROOT_CERTIFICATE, KEY);
        Gen<byte[]> both = Gen.either(
                mutated(CertificatePem.write(List.of(cluster))),
                mutated(CertificatePem.write(List.of(ROOT_CERTIFICATE))));
        cases.each(2000, both, pem -> CertificatePem.read(FILE, pem).value().ifPresent(found -> judge(found.get(0))));
    }

    @Property
    void revocation_lists_are_read_and_continued_or_refused(Cases cases) {
        RevocationListIssuer issuer = new RevocationListIssuer(Clock.systemUTC(), RANDOM);
        Duration day = Duration.ofDays(1);
        RevocationList list =
                issuer.next(ROOT_CERTIFICATE, KEY, Optional.empty(), List.of(BigInteger.TEN, BigInteger.TWO), day);
        cases.each(
                2000,
                mutated(RevocationList.write(List.of(list))),
                pem -> RevocationList.read(FILE, pem).value().ifPresent(read -> {
                    RevocationList found = read.get(0);
                    assertThat(found.issuer()).isNotNull();
                    assertThat(found.size()).isNotNegative();
                    if (found.isSignedBy(ROOT_CERTIFICATE)) {
                        RevocationList next =
                                issuer.next(ROOT_CERTIFICATE, KEY, Optional.of(found), List.of(BigInteger.ONE), day);
                        assertThat(next.size()).isEqualTo(3);
                        assertThat(next.number()).isGreaterThan(found.number());
                    }
                }));
    }

    private static void judge(X509Certificate certificate) {
        CertificateFacts facts = new CertificateFacts(Instant.now(), Severity.ERROR);
        assertThat(facts.check(CLUSTER, FILE, certificate))
                .allMatch(each -> each.hint().isPresent());
        assertThat(facts.check(planned(Role.SERVER), FILE, certificate)).isNotEmpty();
        assertThat(CertificatePem.fingerprint(certificate)).hasSize(64);
        TrustChain.check(FILE, List.of(certificate), FILE, List.of(ROOT_CERTIFICATE));
        assertThat(ISSUER.issued(CLUSTER, KEY.publicKey(), certificate, KEY)).isNotNull();
        TrustChain.check(FILE, List.of(certificate, ROOT_CERTIFICATE), FILE, List.of(certificate));
    }

    @Property
    void keys_are_read_or_refused(Cases cases) throws Exception {
        byte[] rsa = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Gen<byte[]> both = Gen.either(mutated(KeyPem.write(KEY)), mutated(pem("PRIVATE KEY", rsa)));
        cases.each(
                2000,
                both,
                pem -> KeyPem.read(FILE, pem, () -> {
                            throw new IllegalStateException("asked for the passphrase of a plain key");
                        })
                        .value()
                        .ifPresent(key -> assertThat(key.toString()).endsWith(" key")));
    }

    @Property
    void requests_are_read_or_refused(Cases cases) {
        byte[] request = CertificateRequest.of(CLUSTER, KEY, RANDOM).pem();
        cases.each(
                2000,
                mutated(request),
                pem -> CertificateRequest.read(FILE, pem).value().ifPresent(found -> found.isFor(KEY.publicKey())));
    }

    @Test
    void an_rsa_key_without_its_primes_is_refused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        RSAPrivateKey whole = (RSAPrivateKey) generator.generateKeyPair().getPrivate();
        byte[] bare = KeyFactory.getInstance("RSA")
                .generatePrivate(new RSAPrivateKeySpec(whole.getModulus(), whole.getPrivateExponent()))
                .getEncoded();
        Outcome<SigningKey> read = KeyPem.read(FILE, pem("PRIVATE KEY", bare), () -> Outcome.failure());
        assertThat(PkiTree.rules(read)).containsExactly("pki-malformed");
    }
}
