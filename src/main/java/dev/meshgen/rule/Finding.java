package dev.meshgen.rule;

import dev.meshgen.diagnostic.Severity;
import dev.meshgen.diagnostic.SpecPath;
import java.util.List;

/**
 * A broken rule.
 *
 * @param path the value that is wrong
 * @param message one sentence with a full stop
 * @param hint the remedy
 * @param related other values that the fact involves
 */
public record Finding(Severity severity, SpecPath path, String message, String hint, List<Related> related) {
    /** Another value that a finding involves. */
    public record Related(SpecPath path, String message) {}

    public Finding {
        related = List.copyOf(related);
    }

    static Finding error(SpecPath path, String message, String hint) {
        return new Finding(Severity.ERROR, path, message, hint, List.of());
    }

    static Finding warning(SpecPath path, String message, String hint) {
        return new Finding(Severity.WARNING, path, message, hint, List.of());
    }

    Finding seeAlso(SpecPath other, String text) {
        return new Finding(severity, path, message, hint, List.of(new Related(other, text)));
    }
}
