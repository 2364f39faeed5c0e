package dev.meshgen.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class DistinguishedNameTest {
    private static PlannedCertificate server(String host) {
        return new PlannedCertificate(Role.SERVER, "a", KeyAlgorithm.ECDSA_P256, "contoso", List.of(host), 1);
    }

    @Test
    void a_server_s_common_name_is_its_host() {
        assertThat(DistinguishedName.text(server("a.example"))).isEqualTo("O=contoso,CN=a.example");
    }

    @Test
    void a_host_that_is_too_long_for_a_common_name_is_in_the_alternatives_alone() {
        assertThat(DistinguishedName.text(server("a".repeat(60) + ".contoso.example")))
                .isEqualTo("O=contoso");
    }

    @Test
    void a_common_name_may_have_64_characters() {
        String longest = "a".repeat(56) + ".example";

        assertThat(DistinguishedName.text(server(longest))).isEqualTo("O=contoso,CN=" + longest);
        assertThat(DistinguishedName.text(server("a" + longest))).isEqualTo("O=contoso");
    }
}
