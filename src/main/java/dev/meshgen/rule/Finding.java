package dev.meshgen.rule;

import dev.meshgen.diagnostic.Severity;
import dev.meshgen.diagnostic.SpecPath;
import java.util.List;

/**
 * A broken rule.
 *
 * @param path the value that is wrong
 * @param message one sentence with a full stop
 * @param hint how to fix it
 * @param related other values that the fact involves
 * @param givenBy values that the fact is drawn from though it doesn't name them: while one of them
 *     is unknown, it isn't a fact
 */
public record Finding(
        Severity severity, SpecPath path, String message, String hint, List<Related> related, List<SpecPath> givenBy) {
    /** Another value that a finding involves. */
    public record Related(SpecPath path, String message) {}

    public Finding {
        related = List.copyOf(related);
        givenBy = List.copyOf(givenBy);
    }

    static Finding error(SpecPath path, String message, String hint) {
        return new Finding(Severity.ERROR, path, message, hint, List.of(), List.of());
    }

    static Finding warning(SpecPath path, String message, String hint) {
        return new Finding(Severity.WARNING, path, message, hint, List.of(), List.of());
    }

    Finding seeAlso(SpecPath other, String text) {
        return new Finding(severity, path, message, hint, List.of(new Related(other, text)), givenBy);
    }

    Finding givenBy(List<SpecPath> others) {
        return new Finding(severity, path, message, hint, related, others);
    }

    Finding givenBy(SpecPath other) {
        return givenBy(List.of(other));
    }
}
