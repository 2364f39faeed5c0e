package dev.meshgen.diagnostic;

import java.util.Locale;

/** An error stops the run before anything is written, a warning does not. */
public enum Severity {
    ERROR,
    WARNING;

    /** Lower-case name, as printed. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
