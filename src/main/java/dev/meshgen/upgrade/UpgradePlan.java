package dev.meshgen.upgrade;

import dev.meshgen.diagnostic.SpecPath;
import java.util.List;

/**
 * The stages in order, or why there is no way.
 *
 * @param refusals each with the value of the specification that it is about
 */
public record UpgradePlan(Versions before, List<Stage> stages, List<Refusal> refusals) {
    /** A reason why a target can't be reached. */
    public record Refusal(SpecPath path, String fact, String fix) {}

    public UpgradePlan {
        stages = List.copyOf(stages);
        refusals = List.copyOf(refusals);
    }
}
