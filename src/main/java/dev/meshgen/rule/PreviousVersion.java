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

    /** There is one istio-cni in a cluster, of the current version. */
    private static final int MOST_MINORS_WITH_CNI = 1;

    @Override
    public String id() {
        return "previous-version";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        Version current = mesh.istio().version();
        boolean cni = mesh.istio().cni();
        return mesh.istio().releases().previous().flatMap(previous -> finding(current, previous, cni)).stream();
    }

    private static Optional<Finding> finding(Version current, Version previous, boolean cni) {
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
        int most = cni ? MOST_MINORS_WITH_CNI : MOST_MINORS;
        return minors > most
                ? Optional.of(Finding.error(
                                path,
                                "Istio " + previous + " and " + current + " are " + minors
                                        + " minor versions apart, and "
                                        + (cni
                                                ? "istio-cni serves pods of one more or less."
                                                : "Istio supports two side by side."),
                                "Upgrade in steps, first to " + between(previous, current, most) + ".")
                        .seeAlso(version, "`version` is set here."))
                : Optional.empty();
    }

    private static String between(Version from, Version to, int most) {
        int step = from.minor() < to.minor() ? most : -most;
        return from.major() + "." + (from.minor() + step);
    }
}
