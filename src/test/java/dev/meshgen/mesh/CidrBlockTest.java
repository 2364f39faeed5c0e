package dev.meshgen.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrBlockTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/16, 10.0.255.255/32, true",
        "10.0.0.0/16, 10.1.0.0/16, false",
        "10.0.0.5/16, 10.0.0.0/24, true",
        "0.0.0.0/0, 255.255.255.255/32, true",
        "255.255.255.0/24, 0.0.0.0/24, false"
    })
    void two_ranges_overlap_both_ways_or_not_at_all(CidrBlock one, CidrBlock other, boolean overlap) {
        assertThat(one.overlaps(other)).isEqualTo(overlap);
        assertThat(other.overlaps(one)).isEqualTo(overlap);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/16, 10.0.0.0/16, true",
        "10.0.0.0/16, 10.0.255.0/24, true",
        "10.0.0.0/16, 10.1.0.0/24, false",
        "10.1.0.0/16, 10.0.255.0/24, false",
        "10.0.0.0/16, 10.0.0.0/15, false"
    })
    void a_range_contains_what_begins_and_ends_in_it(CidrBlock one, CidrBlock other, boolean contains) {
        assertThat(one.contains(other)).isEqualTo(contains);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0, true", "10.0.255.255, true", "9.255.255.255, false", "10.1.0.0, false"})
    void a_range_contains_its_first_and_its_last_address(Ipv4Address address, boolean contains) {
        assertThat(CidrBlock.parse("10.0.0.0/16").contains(address)).isEqualTo(contains);
    }

    @ParameterizedTest
    @CsvSource({
        "10.52.0.0/16, 10.52.0.0/20, 10.52.16.0/20, 10.52.32.0/24, 10.52.48.0/26, 10.52.48.64/26, 10.52.128.0/17",
        "10.9.16.0/20, 10.9.16.0/24, 10.9.17.0/24, 10.9.18.0/24, 10.9.19.0/26, 10.9.19.64/26, 10.9.24.0/21"
    })
    void an_address_space_is_carved_into_subnets(
            CidrBlock space,
            CidrBlock system,
            CidrBlock user,
            CidrBlock gateway,
            CidrBlock bastion,
            CidrBlock endpoints,
            CidrBlock pods) {
        Subnets carved = Subnets.carve(space, true);

        assertThat(carved).isEqualTo(new Subnets(system, user, gateway, bastion, endpoints, Optional.of(pods)));
        assertThat(Subnets.carve(space, false).pods()).isEmpty();
    }

    @Test
    void azure_keeps_five_addresses_of_a_subnet() {
        assertThat(CidrBlock.parse("10.0.0.0/24").usable()).isEqualTo(251);
        assertThat(CidrBlock.parse("10.0.0.0/31").usable()).isZero();
    }

    @Test
    void host_bits_are_kept_until_the_network_is_asked_for() {
        CidrBlock range = CidrBlock.parse("10.0.0.5/16");

        assertThat(range).hasToString("10.0.0.5/16");
        assertThat(range.isCanonical()).isFalse();
        assertThat(range.network()).hasToString("10.0.0.0/16");
    }

    @Test
    void nothing_but_an_ipv4_range_is_one() {
        assertThatThrownBy(() -> new CidrBlock(1L << 32, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CidrBlock(0, 33)).isInstanceOf(IllegalArgumentException.class);
    }
}
