package dev.meshgen.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What `ca status` says of certificates, compared with what the JDK reads from the files. */
class StatusCommandTest {
    @TempDir
    private Path folder;

    private CaShell shell;

    @BeforeEach
    void issue() throws IOException {
        shell = CaShell.issued(folder);
    }

    private X509Certificate certificate(String file) throws IOException, CertificateException {
        return CaShell.certificate(shell.pki(file));
    }

    private static String sha256(X509Certificate certificate) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    private static List<String> dnsNames(X509Certificate certificate) throws CertificateException {
        List<String> names = new ArrayList<>();
        if (certificate.getSubjectAlternativeNames() != null) {
            certificate
                    .getSubjectAlternativeNames()
                    .forEach(name -> names.add(name.get(1).toString()));
        }
        return names;
    }

    @Test
    void each_certificate_has_its_lines_and_the_root_its_fingerprint() throws Exception {
        String istiod = "istiod.istio-system.svc, istiod-1-31-0.istio-system.svc";
        assertThat(shell.succeed("ca", "status").out())
                .isEqualTo(lines("root-cert.pem", "CN=Root CA,O=two-regions", 3650, "")
                        + "  SHA-256    " + sha256(certificate("root-cert.pem")) + "\n"
                        + lines("one/ca-cert.pem", "L=one,CN=Intermediate CA,O=two-regions", 730, istiod)
                        + lines("two/ca-cert.pem", "L=two,CN=Intermediate CA,O=two-regions", 730, istiod)
                        + lines("ingress/ca-cert.pem", "L=ingress,CN=Intermediate CA,O=two-regions", 730, "")
                        + lines(
                                "applications/echoserver/tls.crt",
                                "CN=echo.contoso.example,O=two-regions",
                                365,
                                "echo.contoso.example"));
    }

    private String lines(String file, String subject, int days, String names) throws Exception {
        return "pki/" + file + "\n  subject    " + subject + "\n  algorithm  ECDSA-P256 (specified: ECDSA-P256, "
                + days + " days)\n  expires    "
                + certificate(file).getNotAfter().toInstant() + ", " + (days - 1) + " days left\n"
                + (names.isEmpty() ? "" : "  names      " + names + "\n");
    }

    @Test
    void the_last_day_is_one_with_no_days_left() throws Exception {
        String last = certificate("applications/echoserver/tls.crt")
                .getNotAfter()
                .toInstant()
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        assertThat(shell.succeed("ca", "status", "--as-of", last).out())
                .contains(", 0 days left\n")
                .doesNotContain("expired");
    }

    private JsonNode status() {
        return JsonMapper.shared()
                .readTree(shell.succeed("ca", "status", "--output", "json").out());
    }

    @Test
    void programs_get_the_same_facts() throws Exception {
        JsonNode status = status();

        assertThat(status.propertyNames())
                .containsExactly("rootRotation", "unfinished", "leftovers", "revocationLists", "certificates");
        assertThat(status.path("rootRotation").isNull()).isTrue();
        assertThat(status.path("unfinished").isNull()).isTrue();
        assertThat(status.path("leftovers").toString()).isEqualTo("[]");
        assertThat(status.path("certificates").size()).isEqualTo(5);
        for (JsonNode each : status.path("certificates")) {
            String file = each.path("file").asString();
            assertThat(file).startsWith("pki/");
            X509Certificate certificate = certificate(file.substring("pki/".length()));
            assertThat(each.path("subject").asString())
                    .isEqualTo(certificate.getSubjectX500Principal().getName());
            assertThat(each.path("issuer").asString())
                    .isEqualTo(certificate.getIssuerX500Principal().getName());
            assertThat(each.path("dnsNames").valueStream().map(JsonNode::asString))
                    .containsExactlyElementsOf(dnsNames(certificate));
            assertThat(each.path("notBefore").asString())
                    .isEqualTo(certificate.getNotBefore().toInstant().toString());
            assertThat(each.path("notAfter").asString())
                    .isEqualTo(certificate.getNotAfter().toInstant().toString());
            assertThat(each.path("sha256").asString()).isEqualTo(sha256(certificate));
            assertThat(each.path("algorithm").asString()).isEqualTo("ECDSA-P256");
            assertThat(each.path("daysLeft").asInt())
                    .isEqualTo(each.path("specifiedDays").asInt() - 1);
            assertThat(each.path("due").asBoolean()).isFalse();
        }
    }

    @Test
    void programs_get_what_is_under_way_and_what_is_left() throws IOException {
        shell.succeed("ca", "rotate", "root", "--step", "trust-both");
        shell.succeed("ca", "crl");
        Path spec = folder.resolve("mesh.yaml");
        Files.writeString(spec, Files.readString(spec).replace("name: echoserver", "name: echo"), UTF_8);

        JsonNode status = status();

        assertThat(status.path("rootRotation").asString()).isEqualTo("trust-both");
        assertThat(status.path("leftovers").valueStream().map(JsonNode::asString))
                .contains(shell.pki("applications/echoserver/tls.crt").toString());
        assertThat(status.path("revocationLists").size()).isGreaterThan(2);
        for (JsonNode list : status.path("revocationLists")) {
            assertThat(list.path("issuer").asString()).contains("O=two-regions");
            assertThat(list.path("number").asInt()).isEqualTo(1);
            assertThat(list.path("revoked").asInt()).isZero();
            assertThat(list.path("nextUpdate").asString()).endsWith("Z");
            assertThat(list.path("due").asBoolean()).isFalse();
        }
        JsonNode missing = status.path("certificates")
                .valueStream()
                .filter(each -> each.path("name").asString().equals("echo"))
                .findFirst()
                .orElseThrow();
        assertThat(missing.has("subject")).isFalse();
        assertThat(missing.path("due").asBoolean()).isTrue();
    }
}
