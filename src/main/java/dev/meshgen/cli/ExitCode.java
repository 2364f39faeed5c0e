package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;

/** Exit codes of every command. */
public final class ExitCode {
    public static final int DONE = 0;
    /** The specification has errors, or the command failed. */
    public static final int FAILED = 1;
    /** What the command looks for was found: a difference, or a certificate that ends soon. */
    public static final int FOUND = 2;
    /** Wrong usage: EX_USAGE of BSD's sysexits.h. */
    public static final int USAGE = 64;
    /** A bug in meshgen: EX_SOFTWARE of BSD's sysexits.h. */
    public static final int BUG = 70;

    private ExitCode() {}

    static int of(Outcome<?> outcome) {
        return outcome.value().isPresent() ? DONE : FAILED;
    }
}
