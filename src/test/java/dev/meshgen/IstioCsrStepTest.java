package dev.meshgen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.OpenSsl;
import dev.meshgen.testing.Meshgen;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Step 05 of a mesh whose certificates cert-manager signs, on clusters that are folders of answers.
 */
class IstioCsrStepTest {
    private static final String SPEC = "src/test/resources/spec/valid/cert-manager.yaml";

    /**
     * Certificates as openssl makes them, and what kubectl prints about a cluster in which all is
     * right.
     */
    private static final String PREPARE = """
            set -euo pipefail
            key() { openssl ecparam -name prime256v1 -genkey -noout -out "$1.key"; }
            root() {
              key "$1"
              openssl req -x509 -new -key "$1.key" -days 400 -subj "/CN=$1" -addext keyUsage=critical,keyCertSign,cRLSign -out "$1.pem"
            }
            # signed NAME ISSUER EXTENSION: a certificate, then its issuer.
            signed() {
              key "$1"
              openssl req -new -key "$1.key" -subj "/CN=$1" -addext "$3" -out "$1.csr"
              openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -days 90 -copy_extensions copyall -out "$1.crt"
              cat "$1.crt" "$2.pem" > "$1.pem"
            }
            secret() { jq -n --arg key "$1" --rawfile value "$2" '{data: {($key): ($value | @base64)}}'; }
            ready='{"status": {"conditions": [{"type": "Ready", "status": "True"}]}}'
            root root
            root another
            names=subjectAltName=DNS:istiod.istio-system.svc,DNS:istiod-1-31-0.istio-system.svc
            for cluster in one two; do
              mkdir "$cluster"
              signed "ca-$cluster" root basicConstraints=critical,CA:TRUE
              signed "istiod-$cluster" "ca-$cluster" "$names,DNS:istiod-1-30-3.istio-system.svc"
              signed "forgetful-$cluster" "ca-$cluster" "$names"
              echo customresourcedefinition/certificates.cert-manager.io > "$cluster/crd"
              jq -n --arg cluster "$cluster" '{spec: {template: {spec: {containers: [{args: [
                "--cluster-id=\\($cluster)", "--trust-domain=mesh.contoso.example", "--issuer-name=mesh-ca",
                "--issuer-kind=ClusterIssuer", "--issuer-group=cert-manager.io",
                "--root-ca-file=/var/run/secrets/istio-csr/root.pem",
                "--istiod-cert-istio-revisions=default,1-30-3,1-31-0"]}]}}}}' > "$cluster/istio-csr"
              echo "$ready" > "$cluster/issuer"
              echo "$ready" > "$cluster/certificate"
              secret root.pem root.pem > "$cluster/root"
              secret tls.crt "istiod-$cluster.pem" > "$cluster/istiod"
            done
            """;

    private static final String PROGRAMS = """
            kubectl() {
              local cluster=${2-}
              case "$*" in
                version*) echo '{"clientVersion": {"major": "1", "minor": "35"}}' ;;
                *"get --raw"* | *"rollout status"*) ;;
                *"get customresourcedefinition"*) cat "$ANSWERS/$cluster/crd" ;;
                *"namespace cert-manager get deployment cert-manager-istio-csr "*) cat "$ANSWERS/$cluster/istio-csr" ;;
                *"namespace cert-manager get secret mesh-root "*) cat "$ANSWERS/$cluster/root" ;;
                *"get ClusterIssuer.cert-manager.io mesh-ca "*) cat "$ANSWERS/$cluster/issuer" ;;
                *"namespace istio-system get Certificate.cert-manager.io istiod "*) cat "$ANSWERS/$cluster/certificate" ;;
                *"namespace istio-system get secret istiod-tls "*) cat "$ANSWERS/$cluster/istiod" ;;
                *) echo "Nobody asks: kubectl $*" >&2; return 1 ;;
              esac
            }
            export -f kubectl
            """;

    /** The tree, and clusters in which all is right; each test has a copy of these. */
    @TempDir
    private static Path prepared;

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() throws Exception {
        OpenSsl.assume();
        assertThat(Meshgen.run("generate", SPEC, "-d", tree().toString()).exit())
                .isZero();
        assertThat(bash(PREPARE, prepared).exit()).isZero();
    }

    @BeforeEach
    void copy() throws Exception {
        assertThat(bash("cp -R one two ./*.pem ./*.key " + folder, prepared).exit())
                .isZero();
    }

    private static Path tree() {
        return prepared.resolve("tree");
    }

    private record Ended(int exit, String printed) {}

    private static Ended bash(String script, Path place) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(place.toFile())
                .redirectErrorStream(true);
        builder.environment().put("ANSWERS", place.toString());
        builder.environment().put("MESH_WAIT_SECONDS", "0");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), printed);
    }

    private Ended step() throws IOException, InterruptedException {
        return bash(PROGRAMS + tree().resolve("scripts/05-check-istio-csr.sh"), folder);
    }

    @Test
    void it_is_content_with_one_root_and_an_intermediate_in_each_cluster() throws Exception {
        Ended step = step();

        assertThat(step.printed()).contains("CN=root", "cert-manager signs in every cluster under one root.");
        assertThat(step.exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "> two/crd; Cluster two has no cert-manager: install it.",
                "> two/istio-csr; Cluster two has no istio-csr: install it.",
                "cp one/istio-csr two; istio-csr of cluster two runs without --cluster-id=two: upgrade it",
                "sed -i s/mesh.contoso/mesh.other/ one/istio-csr; runs without --trust-domain=mesh.contoso.example",
                "sed -i s/,1-30-3// one/istio-csr; runs without --istiod-cert-istio-revisions=default,1-30-3,1-31-0",
                "sed -i s/True/False/ two/issuer; waiting for ClusterIssuer mesh-ca of cluster two to be ready",
                "sed -i s/True/False/ one/certificate; waiting for the issuer of cluster one to sign istiod's",
                "> two/root; Cluster two has no Secret mesh-root in namespace cert-manager",
                "echo '{}' > two/root; Key root.pem of Secret mesh-root in cluster two holds no certificate",
                "cat root.key >> root.pem && secret root.pem root.pem > one/root; in cluster one holds a private key",
                "secret root.pem another.pem > two/root; Secret mesh-root of cluster two holds other roots than",
                "secret root.pem another.pem | tee one/root > two/root; to chain to the root in Secret mesh-root",
                "secret tls.crt forgetful-two.pem > two/istiod; to name the revisions 1-31-0 1-30-3"
            })
    void it_names_what_is_wrong(String fault, String said) throws Exception {
        String secret = PREPARE.lines()
                .filter(line -> line.startsWith("secret()"))
                .findFirst()
                .orElseThrow();
        assertThat(bash(secret + "\n" + fault, folder).exit()).isZero();

        Ended step = step();

        assertThat(step.printed())
                .contains(said)
                .contains("Fix the error above")
                .doesNotContain("Nobody asks");
        assertThat(step.exit()).isEqualTo(1);
    }
}
