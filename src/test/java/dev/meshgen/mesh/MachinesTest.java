package dev.meshgen.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many vCPUs nodes need, as far as the name of their size tells. */
class MachinesTest {
    @ParameterizedTest
    @CsvSource({
        "Standard_D4ds_v5, 8, 16",
        "Standard_D8ds_v5, 16, 32",
        "Standard_D4_v3, 8, 16",
        "Standard_E4-2ds_v5, 8, 16",
        "Standard_B4ms, 8, 16",
        "Standard_F16s_v2, 32, 64",
        "Standard_DS2_v2, ?, ?",
        "Standard_A1, 2, 4",
        "Standard_A3, ?, ?"
    })
    void vcpus_are_those_of_all_nodes(String size, String least, String most) {
        Machines machines = new Machines("westeurope", size, 2, 4);

        assertThat(machines.leastCpus()).isEqualTo(least);
        assertThat(machines.mostCpus()).isEqualTo(most);
    }
}
