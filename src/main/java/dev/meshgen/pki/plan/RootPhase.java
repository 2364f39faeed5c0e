package dev.meshgen.pki.plan;

import java.util.Arrays;
import java.util.Optional;

/**
 * The steps of a root rotation, in the only order in which every cluster trusts every certificate
 * it meets.
 */
public enum RootPhase {
    TRUST_BOTH(
            "trust-both",
            "makes a new root; every cluster trusts it beside the old one, which still signs",
            "Every cluster trusts the old and the new root; the old one still signs. Next: run the tree's steps 02 and 03,"
                    + " then scripts/restart.sh or wait 24 hours."),
    NEW_INTERMEDIATES(
            "new-intermediates",
            "signs every intermediate and server certificate anew under the new root; both roots are trusted",
            "The new root has signed the clusters' intermediates and the server certificates; both roots are trusted. Next:"
                    + " run the tree's steps 02, 03 and, where the tree has it, 18 without delay; then"
                    + " scripts/restart.sh or wait 24 hours."),
    NEW_ONLY(
            "new-only",
            "removes the old root from what the clusters trust",
            "Only the new root is trusted. Next: run the tree's steps 02 and 03, then scripts/restart.sh. The old keys are in"
                    + " `retired` in the keys folder: destroy them once the mesh works without them.");

    private final String label;
    private final String effect;
    private final String advice;

    RootPhase(String label, String effect, String advice) {
        this.label = label;
        this.effect = effect;
        this.advice = advice;
    }

    public String label() {
        return label;
    }

    /** What the step does. */
    public String effect() {
        return effect;
    }

    /** What holds after the step, and what to do before the next. */
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
