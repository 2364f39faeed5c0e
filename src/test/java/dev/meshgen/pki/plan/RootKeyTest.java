package dev.meshgen.pki.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.mesh.OwnAuthority;
import dev.meshgen.mesh.OwnAuthority.Root;
import dev.meshgen.mesh.OwnAuthority.RootKeyEncryption;
import dev.meshgen.mesh.OwnAuthority.Validity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who has the root's key, how it is written, and in which order it is replaced. */
class RootKeyTest {
    @ParameterizedTest
    @CsvSource({
        "MANAGED,PASSPHRASE,ENCRYPTED",
        "MANAGED,NONE,PLAIN",
        "EXTERNAL,PASSPHRASE,EXTERNAL",
        "EXTERNAL,NONE,EXTERNAL"
    })
    void the_key_of_another_s_root_is_never_written(Root root, RootKeyEncryption encryption, RootKey key) {
        assertThat(RootKey.of(new OwnAuthority(
                        KeyAlgorithm.ECDSA_P256, "contoso", root, encryption, new Validity(3, 2, 1), List.of())))
                .isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"ENCRYPTED,PLAIN", "PLAIN,PLAIN", "EXTERNAL,EXTERNAL"})
    void the_flag_for_a_plain_key_changes_a_key_of_one_s_own(RootKey before, RootKey after) {
        assertThat(new CertificatePlan(List.of(), before).withPlainRootKey().rootKey())
                .isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource(RootPhase.class)
    void each_step_says_what_it_does_and_what_follows(RootPhase phase) {
        assertThat(RootPhase.of(phase.label())).contains(phase);
        assertThat(phase.effect()).contains("root");
        assertThat(phase.advice()).contains("Next: run the tree's steps", "scripts/restart.sh");
    }

    @Test
    void clusters_trust_both_roots_before_the_new_one_signs_and_until_the_old_one_goes() {
        assertThat(RootPhase.TRUST_BOTH.next()).isEqualTo(RootPhase.NEW_INTERMEDIATES);
        assertThat(RootPhase.NEW_INTERMEDIATES.next()).isEqualTo(RootPhase.NEW_ONLY);
        assertThat(RootPhase.NEW_ONLY.next()).isEqualTo(RootPhase.TRUST_BOTH);
        assertThat(RootPhase.of("")).isEmpty();
    }
}
