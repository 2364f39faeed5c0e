package dev.meshgen.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which ephemeral disk fits in a VM, as Azure's list of sizes says, and what stays unknown. */
class VmSizeTest {
    @ParameterizedTest
    @CsvSource({
        "Standard_D2ds_v5, 75",
        "Standard_D4ads_v5, 150",
        "Standard_D16plds_v5, 600",
        "Standard_E4d_v5, 150",
        "Standard_E20ds_v4, 750",
        "Standard_E4-2ds_v5, 150",
        "Standard_D2ds_v6, 110",
        "Standard_D128ds_v6, 7040",
        "Standard_D8ads_v7, 440",
        "Standard_D2s_v3, 50",
        "Standard_D64s_v3, 1600",
        "Standard_DS2_v2, 86",
        "Standard_F16s_v2, 256",
        "Standard_B1s, 30",
        "Standard_B20ms, 160",
        "Standard_D2_v3, 0",
        "Standard_D4s_v4, 0",
        "Standard_D8S_V5, 0",
        "Standard_D2as_v6, 0",
        "Standard_EC8as_v5, 0",
        "Standard_F8as_v6, 0",
        "Standard_B4as_v2, 0",
        "Standard_D4as_v4, ",
        "Standard_D8nds_v6, ",
        "Standard_DS4_v2, ",
        "Standard_DC8ds_v3, ",
        "Standard_M8-2ms, ",
        "Standard_NC24ads_A100_v4, ",
        "Standard_D8ds_v8, "
    })
    void room_for_an_ephemeral_disk(String size, Integer room) {
        OptionalInt expected = room == null ? OptionalInt.empty() : OptionalInt.of(room);

        assertThat(VmSize.parse(size).orElseThrow().ephemeralDiskGb()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Standard_D4ds_v5", "Standard_M8-2ms_v2", "Standard_NC4as_T4_v3", "Standard_H16mr"})
    void a_size_is_the_sum_of_its_parts(String size) {
        assertThat(VmSize.parse(size).orElseThrow()).hasToString(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Standard_D8dsv5", "Standard_D8ds-v5", "Standard_Nonsense", "D8ds_v5", "Standard_8ds_v5"})
    void what_is_no_size(String size) {
        assertThat(VmSize.parse(size)).isEmpty();
    }

    /** In a pull request, somebody else chooses the name. */
    @Test
    void a_name_with_many_parts_is_no_burden() {
        String name = "Standard_D4" + "_".repeat(48) + "-";

        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(VmSize.parse(name)).isEmpty());
    }
}
