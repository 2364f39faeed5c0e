package dev.meshgen.pki.x509;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which keys are strong enough. */
class KeyTypeTest {
    @ParameterizedTest
    @CsvSource({
        "RSA,2047,false",
        "RSA,2048,true",
        "RSA,4096,true",
        "ECDSA,224,false",
        "ECDSA,256,true",
        "ECDSA,384,true",
        "ECDSA,521,false",
        "EdDSA,0,false",
        "DSA,2048,false"
    })
    void a_key_is_sound_if_everything_accepts_it(String family, int bits, boolean sound) {
        assertThat(new KeyType(family, bits).isSound()).isEqualTo(sound);
    }
}
