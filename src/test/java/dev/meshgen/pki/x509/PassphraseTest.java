package dev.meshgen.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassphraseTest {
    private static Passphrase passphrase(String text) {
        return Passphrase.of(text.toCharArray());
    }

    @Test
    void twelve_characters_are_enough() {
        assertThat(passphrase("a".repeat(11)).isTooShort()).isTrue();
        assertThat(passphrase("a".repeat(12)).isTooShort()).isFalse();
    }

    @Test
    void two_are_equal_if_every_character_is() {
        assertThat(passphrase("correct horse"))
                .isEqualTo(passphrase("correct horse"))
                .hasSameHashCodeAs(passphrase("correct horse"))
                .doesNotHaveSameHashCodeAs(passphrase("correct house"))
                .isNotEqualTo(passphrase("correct house"))
                .isNotEqualTo("correct horse");
    }

    @Test
    void it_never_prints_its_characters() {
        assertThat(passphrase("correct horse")).hasToString("a passphrase");
    }

    @Test
    void who_wipes_the_characters_leaves_the_passphrase_as_it_is() {
        char[] typed = "correct horse".toCharArray();
        Passphrase kept = Passphrase.of(typed);
        typed[0] = 0;
        kept.characters()[1] = 0;

        assertThat(kept).isEqualTo(passphrase("correct horse"));
    }
}
