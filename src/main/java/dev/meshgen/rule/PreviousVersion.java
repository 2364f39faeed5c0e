package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Version;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two revisions run side by side only if they differ, by as many minors as Istio supports.
 *
 * @see <a href="https://istio.io/latest/docs/setup/upgrade/canary/">Canary upgrades</a>
 */
final class PreviousVersion implements Rule {
    private static final int MOST_MINORS = 2;

    @Override
    public String id() {
        return "previous-version";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        Version current = mesh.istio().version();
        return mesh.istio().releases().previous().flatMap(previous -> finding(current, previous)).stream();
    }

    private static Optional<Finding> finding(Version current, Version previous) {
        SpecPath path = Paths.ISTIO.key("previousVersion");
        SpecPath version = Paths.ISTIO.key("version");
        if (previous.equals(current)) {
            return Optional.of(Finding.error(
                            path,
                            "`previousVersion` is the same as `version`: " + current + ".",
                            "Set it to the version that still runs, or remove it when the upgrade has ended.")
                    .seeAlso(version, "`version` is set here."));
        }
        int minors = Math.abs(current.minor() - previous.minor());
        return minors > MOST_MINORS
                ? Optional.of(Finding.error(
                                path,
                                "Istio " + previous + " and " + current + " are " + minors
                                        + " minor versions apart, and Istio supports " + MOST_MINORS
                                        + " side by side.",
                                "Upgrade in steps, first to " + between(previous, current) + ".")
                        .seeAlso(version, "`version` is set here."))
                : Optional.empty();
    }

    private static String between(Version from, Version to) {
        int step = from.minor() < to.minor() ? MOST_MINORS : -MOST_MINORS;
        return from.major() + "." + (from.minor() + step);
    }
}
