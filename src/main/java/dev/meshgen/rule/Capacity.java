package dev.meshgen.rule;

/** Computes how large a range must be. */
final class Capacity {
    private Capacity() {}

    /** The longest prefix whose range has this many addresses. */
    static int prefixFor(long addresses) {
        int prefix = 32;
        while (1L << (32 - prefix) < addresses) {
            prefix--;
        }
        return prefix;
    }
}
