package dev.meshgen.pki;

import java.util.Arrays;
import java.util.Optional;

/** The steps of a root rotation, in the only order in which no cluster ever meets a certificate that it doesn't trust. */
public enum RootPhase {
    TRUST_BOTH(
            "trust-both",
            "Every cluster trusts the old and the new root, and the old one still signs. Next: the tree's steps 02 and 03, then"
                    + " scripts/restart.sh, or 24 hours."),
    NEW_INTERMEDIATES(
            "new-intermediates",
            "The clusters' intermediates and the server certificates are signed by the new root, and both roots are trusted."
                    + " Next: the tree's steps 02, 03 and, where there is one, 18 without delay; then scripts/restart.sh, or 24"
                    + " hours."),
    NEW_ONLY(
            "new-only",
            "Only the new root is trusted. Next: the tree's steps 02 and 03, then scripts/restart.sh. The old keys lie in the"
                    + " keys folder under `retired`: destroy them when all is well.");

    private final String label;
    private final String advice;

    RootPhase(String label, String advice) {
        this.label = label;
        this.advice = advice;
    }

    public String label() {
        return label;
    }

    /** What is so after the step, and what to do before the next. */
    public String advice() {
        return advice;
    }

    public static Optional<RootPhase> of(String label) {
        return Arrays.stream(values())
                .filter(phase -> phase.label.equals(label))
                .findFirst();
    }

    /** The step that may follow; after the last, another rotation may begin. */
    public RootPhase next() {
        return values()[(ordinal() + 1) % values().length];
    }
}
