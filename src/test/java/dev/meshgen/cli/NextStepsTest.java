package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What generate says to run after a change: the steps that apply what has changed, and no others.
 */
class NextStepsTest {
    private static final String APPLICATION = """
              - name: shop
                image: example.com/shop:1
                port: 8080
                runsIn: [one]
            """;

    @TempDir
    private Path folder;

    private Path spec;

    @BeforeEach
    void generateFirst() throws IOException {
        spec = Files.copy(Path.of("samples/two-regions/mesh.yaml"), folder.resolve("mesh.yaml"));
        assertThat(generate("--without-ca").out()).contains("  scripts/up.sh\n", "\"First run\"");
    }

    private Run generate(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "generate",
                spec.toString(),
                "-d",
                folder.resolve("tree").toString(),
                "--as-of",
                Samples.DAY.toString()));
        words.addAll(List.of(more));
        Run run = Meshgen.run(words.toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isZero();
        return run;
    }

    private String after(String what, String by) throws IOException {
        String text = Files.readString(spec);
        assertThat(text).containsPattern(what);
        Files.writeString(spec, text.replaceFirst(what, by));
        return generate("--without-ca").out();
    }

    private static String indented(String application) {
        return application.replaceAll("(?m)^ {0,2}", "  ").stripTrailing();
    }

    @Test
    void a_tree_that_is_up_to_date_needs_nothing() {
        assertThat(generate("--without-ca").out())
                .contains("The tree is up to date.")
                .doesNotContain("Next", "Then run");
    }

    @Test
    void a_new_application_needs_its_namespace_and_its_removal_more() throws IOException {
        String added = "\n" + indented(APPLICATION);

        assertThat(after("\\s*$", added + "\n")).contains("  scripts/up.sh --only 04,10,11\n");
        assertThat(after("replicas: \\d|image: example.com/shop:1", "image: example.com/shop:2"))
                .contains("  scripts/up.sh --only 10,11\n")
                .doesNotContain("remove-what-left");
        assertThat(after("name: shop", "name: store"))
                .contains("  scripts/up.sh --only 04,10,11\n  scripts/remove-what-left.sh\n");
        Files.writeString(spec, Files.readString(spec).replaceFirst("(?s) +- name: store.*", ""));
        assertThat(generate("--without-ca").out()).contains("  scripts/remove-what-left.sh\n");
    }

    @Test
    void exposing_over_tls_needs_all_that_leads_to_it_and_no_more() throws IOException {
        after("\\s*$", "\n" + indented(APPLICATION) + "\n");

        assertThat(
                        after(
                                "port: 8080\n +runsIn: \\[one\\]\n$",
                                "port: 8080\n    runsIn: [one]\n    ingress: {cluster: one, host: shop.acme.example, tls: endToEnd}\n"))
                .contains("  scripts/up.sh --only 00,02,03,05,16,17,18,21,22\n");
        assertThat(after("cluster: one, host: shop", "cluster: two, host: shop"))
                .contains("  scripts/up.sh --only 00,02,03,05,06,07,16,17,18,21,22\n  scripts/remove-what-left.sh\n");
    }

    @Test
    void a_tag_needs_terraform_alone_and_a_cluster_needs_every_step() throws IOException {
        assertThat(after("environment: demo", "environment: test")).contains("  scripts/up.sh --only 00\n");
        assertThat(after(
                        "(?m)^(  clusters:)$",
                        "  clusters:\n  - {name: three, region: uksouth, network: {addressSpace: 10.60.0.0/16}}"))
                .contains("  scripts/up.sh --from 00\n", "\"Add a cluster\"");
        assertThat(after("\n  - \\{name: three.*", ""))
                .contains("\"Remove a cluster\"")
                .doesNotContain("scripts/up.sh");
    }

    @Test
    void what_is_in_a_cluster_that_azure_replaces_is_applied_again() throws IOException {
        String command = "  MESH_ALLOW_DESTROY=yes scripts/up.sh --from 00  # step 00 ";
        assertThat(after("region: northeurope", "region: swedencentral")).contains(command);
        assertThat(after("sharedCluster: one", "sharedCluster: two")).contains(command);
    }

    @Test
    void what_step_00_asks_before_it_destroys_is_named_with_the_reason() throws IOException {
        after("\\s*$", "\n" + indented(APPLICATION) + "\n");
        String exposed = "runsIn: [one]\n    ingress: {cluster: two, host: shop.acme.example, tls: endToEnd}\n";
        assertThat(after("runsIn: \\[one\\]\n$", exposed)).doesNotContain("MESH_ALLOW_DESTROY");

        String removed = after("\n    ingress: .cluster: two.*\n$", "\n");

        assertThat(removed)
                .containsPattern(
                        "\n  MESH_ALLOW_DESTROY=yes scripts/up.sh --only 00\\S*  # step 00 destroys \\d+ resources in Azure\n"
                                + "  scripts/remove-what-left.sh\n");
    }

    @Test
    void a_role_that_step_00_leaves_to_the_removal_needs_no_permission_but_the_removal() throws IOException {
        String first =
                indented(APPLICATION) + "\n    ingress: {cluster: one, host: shop.acme.example, tls: endToEnd}\n";
        after("\\s*$", "\n" + first);

        assertThat(after("shop.acme.example, tls: endToEnd", "shop.acme.example, tls: none"))
                .contains("  scripts/up.sh --only 00,")
                .contains("  scripts/remove-what-left.sh\n")
                .doesNotContain("MESH_ALLOW_DESTROY");
    }

    @Test
    void turning_istio_cni_off_and_on_leads_to_its_section_of_the_readme() throws IOException {
        String section = "Section \"Turn istio-cni on or off\" of README.md";

        assertThat(after("(?m)^  istio:$", "  istio:\n    cni: false"))
                .contains("  scripts/up.sh --only 04,06,07\n", section);
        assertThat(Files.readString(folder.resolve("tree/README.md")))
                .contains("## Turn istio-cni on or off\n", "scripts/restart.sh");
        assertThat(after("    cni: false", "    cni: true")).contains("  scripts/up.sh --only 04,06,07\n", section);
        assertThat(after("\n    cni: true", "\n    revisionTag: other")).doesNotContain(section);
    }

    @Test
    void certificates_that_were_made_are_named_and_stored_by_the_next_steps() throws IOException {
        Files.writeString(
                spec,
                Files.readString(spec)
                        .replaceFirst(
                                "\nspec:\n",
                                "\nspec:\n  certificateAuthority: {rootKeyEncryption: none, keyAlgorithm: ECDSA-P256}\n"));

        Path tree = folder.resolve("tree");
        Files.createDirectory(folder.resolve(".git"));

        Run run = generate();

        assertThat(run.out())
                .contains(
                        "Certificates that were made:\n  + pki/applications/",
                        "  + pki/root-cert.pem\n",
                        "Private keys that were made:\n  + " + tree.resolve("pki/private/applications/"),
                        "  + " + tree.resolve("pki/private/one/ca-key.pem") + "\n",
                        "  + " + tree.resolve("pki/private/root-key.pem") + "\n",
                        "git add -N ",
                        "  scripts/up.sh --only 02,03\n");
        assertThat(generate().out()).doesNotContain("that were made", "Next:");

        Files.delete(tree.resolve("pki/one/ca-cert.pem"));
        assertThat(generate().out())
                .contains("Certificates that were made:\n  + pki/one/ca-cert.pem\n")
                .doesNotContain("Private keys");
    }

    @Test
    void another_address_space_is_refused_by_azure_unless_the_cluster_is_replaced() throws IOException {
        String text = Files.readString(spec);
        Files.writeString(spec, text.replace("10.53.0.0/16", "10.99.0.0/16"));

        assertThat(generate("--without-ca", "--dry-run").err())
                .contains(
                        "terraform/cluster-two.tf: warning: The address space of cluster `two` changes"
                                + " (10.53.0.0/16 -> 10.99.0.0/16): Azure refuses that in step 00 while the cluster has"
                                + " nodes. [azure-address-space]",
                        "1 warning.");

        Files.writeString(
                spec, text.replace("10.53.0.0/16", "10.99.0.0/16").replace("region: northeurope", "region: uksouth"));
        assertThat(generate("--without-ca", "--dry-run").err())
                .contains("azurerm_virtual_network.this is replaced")
                .doesNotContain("azure-address-space");
    }
}
