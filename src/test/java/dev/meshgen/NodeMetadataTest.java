package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where the nodes' identity reads the Key Vault, the applications' pods can't reach it. */
class NodeMetadataTest {
    private static final Path SPEC = Path.of("src/test/resources/spec/invalid/addon-identity--on-every-node.yaml");

    @Test
    void the_addon_s_identity_comes_with_a_policy_for_each_namespace_of_applications() throws IOException {
        String namespaces = namespaces(Files.readString(SPEC));

        assertThat(namespaces).containsOnlyOnce("kind: NetworkPolicy").contains("""
                  name: no-node-metadata
                  namespace: echoserver
                """, """
                        cidr: 0.0.0.0/0
                        except:
                        - 169.254.169.254/32
                """);
    }

    @Test
    void an_identity_of_its_own_needs_none() throws IOException {
        String spec = Files.readString(SPEC).replace("access: addonIdentity", "access: workloadIdentity");

        assertThat(namespaces(spec)).doesNotContain("NetworkPolicy");
    }

    private static String namespaces(String spec) {
        return Meshgen.tree(spec).text("clusters/one/namespaces.yaml");
    }
}
