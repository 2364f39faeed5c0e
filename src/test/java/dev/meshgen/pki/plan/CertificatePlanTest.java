package dev.meshgen.pki.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.Mesh;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import dev.meshgen.source.SpecText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
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
    void a_certificate_is_valid_for_the_days_of_its_kind() throws IOException {
        Mesh mesh = mesh("", "");
        CertificatePlan plan = CertificatePlan.from(mesh).value().orElseThrow();
        var days = mesh.certificateAuthority().own().orElseThrow().validity();

        assertThat(days.root()).isGreaterThan(days.intermediate());
        assertThat(plan.root().validityDays()).isEqualTo(days.root());
        assertThat(plan.intermediates())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.validityDays()).isEqualTo(days.intermediate()));
        assertThat(plan.withRole(Role.SERVER))
                .allSatisfy(each -> assertThat(each.validityDays()).isEqualTo(days.server()));
    }
}
