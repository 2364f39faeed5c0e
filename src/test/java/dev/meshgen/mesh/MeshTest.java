package dev.meshgen.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mesh tells of itself, which templates and other rooms ask. */
class MeshTest {
    private static final Path VALID = Path.of("src/test/resources/spec/valid");
    private static final String APPLICATIONS = "  applications:\n";

    private static String text(String name) throws IOException {
        return Files.readString(VALID.resolve(name + ".yaml"));
    }

    private static Mesh mesh(String text) {
        return Samples.validate("mesh.yaml", text).value().orElseThrow().mesh();
    }

    /** Two clusters, and one more application before theirs. */
    private static Mesh withApplication(String application) throws IOException {
        return mesh(text("two-clusters").replace(APPLICATIONS, APPLICATIONS + "  - " + application + "\n"));
    }

    @Test
    void a_cluster_alone_has_no_peers() throws IOException {
        assertThat(mesh(text("one-cluster")).hasPeers()).isFalse();
        assertThat(mesh(text("two-clusters")).hasPeers()).isTrue();
    }

    @Test
    void pods_read_the_vault_where_meshgen_makes_their_keys() throws IOException {
        Mesh own = mesh(text("two-clusters"));
        Mesh addon = mesh(text("two-clusters").replace("  istio:", "    keyVault: {access: addonIdentity}\n  istio:"));
        Mesh certManager = mesh(text("cert-manager"));

        assertThat(own.hasVaultPods()).isTrue();
        assertThat(own.hasVaultIdentity()).isTrue();
        assertThat(own.hasSharedVaultIdentity()).isFalse();
        assertThat(addon.hasVaultIdentity()).isFalse();
        assertThat(addon.hasSharedVaultIdentity()).isTrue();
        assertThat(certManager.hasVaultPods()).isFalse();
        assertThat(certManager.hasVaultIdentity()).isFalse();
        assertThat(certManager.hasSharedVaultIdentity()).isFalse();
    }

    @Test
    void the_registry_of_the_mesh_holds_its_own_images_once() throws IOException {
        Mesh mesh = withApplication("{name: a, image: contosoacr.azurecr.io/team/web:1.2, port: 8080, runsIn: [one]}\n"
                + "  - {name: b, image: contosoacr.azurecr.io/api:3, port: 8080, runsIn: [one]}\n"
                + "  - {name: c, image: contosoacr.azurecr.io/api:3, port: 8080, runsIn: [two]}");

        assertThat(mesh.ownImages()).containsExactly("api:3", "team/web:1.2");
    }

    @Test
    void an_application_is_called_by_itself_its_callers_its_job_and_the_gateway() throws IOException {
        Mesh mesh =
                withApplication("{name: shop, image: shop:1, port: 8080, runsIn: [one, two], callers: [echoserver]}");
        Application shop = mesh.applications().get(1);

        assertThat(shop.runsInSeveralClusters()).isTrue();
        assertThat(mesh.principals(shop))
                .containsExactly(
                        "cluster.local/ns/echoserver/sa/echoserver",
                        "cluster.local/ns/shop/sa/call-shop",
                        "cluster.local/ns/shop/sa/shop");
        assertThat(mesh.principals(mesh.applications().get(0))).containsExactly("*");
    }

    @Test
    void an_application_that_nobody_may_call_is_called_through_the_gateway_where_it_is_exposed() throws IOException {
        Mesh mesh = withApplication("{name: shop, image: shop:1, port: 8080, runsIn: [one], callers: [],"
                + " ingress: {cluster: two, host: shop.contoso.example}}");
        Application shop = mesh.applications().get(1);

        assertThat(shop.ingressCluster().orElseThrow()).hasToString("two");
        assertThat(mesh.principals(shop))
                .containsExactly(
                        "cluster.local/ns/istio-ingress/sa/istio-ingressgateway-service-account",
                        "cluster.local/ns/shop/sa/call-shop",
                        "cluster.local/ns/shop/sa/shop");
    }

    @ParameterizedTest
    @CsvSource({
        "shop, latest",
        "registry.example:5000/shop, latest",
        "registry.example:5000/shop:1.2, 1.2",
        "shop:v1.2_, v1.2",
        "shop@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, 0123456789ab",
        "shop:1.2@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, 1.2",
        "shop:a23456789b123456789c123456789d123456789e123456789f123456789g123x5,"
                + " a23456789b123456789c123456789d123456789e123456789f123456789g123"
    })
    void the_version_of_an_application_is_that_of_its_image(String image, String version) throws IOException {
        Mesh mesh = withApplication("{name: shop, image: \"" + image + "\", port: 8080, runsIn: [one]}");

        assertThat(mesh.applications().get(1).version()).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource({
        "1.29.9, true, false, false",
        "1.30.0, true, true, false",
        "1.31.0, true, true, true",
        "1.31.0, false, false, true"
    })
    void istio_can_more_from_version_to_version(String version, boolean cni, boolean appArmor, boolean reloads)
            throws IOException {
        Istio istio = mesh(text("two-clusters").replace("1.31.0", version + "\n    cni: " + cni))
                .istio();

        assertThat(istio.hasAppArmorField()).isEqualTo(appArmor);
        assertThat(istio.reloadsRemoteSecrets()).isEqualTo(reloads);
    }

    @Test
    void certificates_name_every_revision_that_runs() throws IOException {
        assertThat(mesh(text("cert-manager")).istio().certificateRevisions())
                .containsExactly("default", "1-30-3", "1-31-0");
    }

    @Test
    void namespaces_name_the_tag_or_the_revision() throws IOException {
        Istio tag = mesh(text("two-clusters")).istio();
        Istio revision = mesh(text("two-clusters").replace("1.31.0", "1.31.0\n    injection: revision"))
                .istio();

        assertThat(tag.injectionLabel()).isEqualTo("stable");
        assertThat(revision.injectByTag()).isFalse();
        assertThat(revision.injectionLabel()).isEqualTo("1-31-0");
    }

    @Test
    void a_registry_of_the_sku_basic_has_no_replicas() throws IOException {
        assertThat(mesh(text("two-clusters")).azure().containerRegistry().isPremium())
                .isTrue();
        assertThat(mesh(text("one-cluster")).azure().containerRegistry().isPremium())
                .isFalse();
    }

    @Test
    void who_signs_is_told_in_few_words() throws IOException {
        assertThat(mesh(text("two-clusters")).certificateAuthority().rootLabel())
                .isEqualTo("One root, RSA-4096");
        assertThat(mesh(text("cert-manager")).certificateAuthority().rootLabel())
                .isEqualTo("One root, cert-manager's");
    }

    @Test
    void an_issuer_may_be_of_another_group() throws IOException {
        String group = "issuerRef: {name: mesh-ca, kind: AWSPCAClusterIssuer, group: awspca.cert-manager.io}";
        CertManager own = certManager(text("cert-manager"));
        CertManager other = certManager(text("cert-manager").replace("issuerRef: {name: mesh-ca}", group));

        assertThat(own.issuerRef().isBuiltIn()).isTrue();
        assertThat(own.issuerRef().resource()).isEqualTo("ClusterIssuer.cert-manager.io");
        assertThat(own.rootFile()).isEqualTo("/var/run/secrets/istio-csr/root.pem");
        assertThat(other.issuerRef().isBuiltIn()).isFalse();
        assertThat(other.issuerRef().resource()).isEqualTo("AWSPCAClusterIssuer.awspca.cert-manager.io");
    }

    private static CertManager certManager(String text) {
        return mesh(text).certificateAuthority().certManager().orElseThrow();
    }

    @Test
    void what_costs_while_nothing_runs_is_counted() throws IOException {
        String pool = "\n    nodePools: {user: {osDiskType: Managed, minCount: 3}}\n    skuTier: Free";
        Mesh mesh = mesh(text("two-clusters").replace("region: westeurope", "region: westeurope" + pool));

        assertThat(mesh.idleCosts())
                .contains(new IdleCost("managed disks of nodes", "3", "size, by the month"))
                .contains(new IdleCost("AKS control planes, tier Standard", "1", "hours"))
                .noneMatch(cost -> cost.resource().contains("Free"));
        assertThat(mesh(text("two-clusters")).idleCosts())
                .noneMatch(cost -> cost.resource().contains("disks"));
    }
}
