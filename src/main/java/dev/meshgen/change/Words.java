package dev.meshgen.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What facts are called, in the order in which they are told. */
final class Words {
    private Words() {}

    /** @param namesAndWords a name and its words, in turn */
    static Map<String, String> ordered(String... namesAndWords) {
        Map<String, String> words = new LinkedHashMap<>();
        for (int i = 0; i < namesAndWords.length; i += 2) {
            words.put(namesAndWords[i], namesAndWords[i + 1]);
        }
        return Collections.unmodifiableMap(words);
    }
}
