package dev.meshgen.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.ClusterId;
import dev.meshgen.mesh.Members;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.pki.PlannedCertificate.Role;
import dev.meshgen.source.SpecText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificatePlanTest {
    private static Mesh mesh(String find, String replace) throws IOException {
        String text =
                Files.readString(Path.of("samples/five-clusters/mesh.yaml")).replaceAll(find, replace);
        return new Generator("test", LocalDate.of(2026, 1, 1))
                .validate(new SpecText("mesh.yaml", text))
                .value()
                .orElseThrow()
                .mesh();
    }

    private static CertificatePlan plan(String find, String replace) throws IOException {
        return CertificatePlan.from(mesh(find, replace)).value().orElseThrow();
    }

    @Test
    void asks_for_a_root_an_intermediate_per_cluster_and_what_tls_applications_need() throws IOException {
        Mesh mesh = mesh("", "");
        CertificatePlan plan = CertificatePlan.from(mesh).value().orElseThrow();
        assertThat(plan.root().role()).isEqualTo(Role.ROOT);
        assertThat(plan.clusters())
                .map(PlannedCertificate::name)
                .hasSize(5)
                .containsExactlyElementsOf(
                        mesh.clusters().stream().map(cluster -> cluster.name()).toList());
        assertThat(plan.withRole(Role.INGRESS)).hasSize(1);
        assertThat(plan.withRole(Role.SERVER)).singleElement().satisfies(server -> {
            assertThat(server.dnsNames())
                    .containsExactlyElementsOf(mesh.applications().stream()
                            .filter(application -> application.name().equals(server.name()))
                            .map(application ->
                                    application.ingress().orElseThrow().host())
                            .toList());
            assertThat(plan.issuerOf(server).role()).isEqualTo(Role.INGRESS);
        });
        assertThat(plan.clusters().get(0).dnsNames())
                .containsExactly(
                        "istiod.istio-system.svc", "istiod-" + mesh.istio().revision() + ".istio-system.svc");
    }

    @Test
    void makes_no_key_that_may_sign_and_has_nothing_to_sign() throws IOException {
        assertThat(plan("tls: endToEnd", "tls: none").withRole(Role.INGRESS)).isEmpty();
    }

    @Test
    void a_host_that_is_too_long_for_a_common_name_stands_in_the_alternatives_alone() {
        String host = "a".repeat(60) + ".contoso.example";
        PlannedCertificate server =
                new PlannedCertificate(Role.SERVER, "a", KeyAlgorithm.ECDSA_P256, "contoso", List.of(host), 1);
        assertThat(DistinguishedName.of(server)).hasToString("O=contoso");
    }

    @Test
    void a_cluster_can_t_take_the_name_of_another_folder() throws IOException {
        Outcome<CertificatePlan> refused = CertificatePlan.from(renamed(mesh("", "")));
        assertThat(PkiTree.rules(refused)).containsExactly("pki-reserved-name");
    }

    private static Mesh renamed(Mesh mesh) {
        Cluster first = mesh.clusters().get(0);
        ClusterId id = new ClusterId(0, mesh.name(), "ingress", first.region());
        Cluster ingress = new Cluster(
                id, first.aks(), first.network(), first.istioNetwork(), first.nodePools(), first.applicationGateway());
        return new Mesh(
                mesh.name(),
                mesh.azure(),
                mesh.istio(),
                mesh.certificateAuthority(),
                new Members(List.of(ingress), List.of()),
                mesh.catalog());
    }
}
