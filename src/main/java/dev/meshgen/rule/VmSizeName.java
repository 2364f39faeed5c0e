package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.VmSize;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A VM size must have the form of one.
 *
 * <p>Sizes come and go, so that a list of them would soon be wrong; the form of their names lasts,
 * see <a href="https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions">Azure's
 * naming conventions</a>.
 */
final class VmSizeName implements Rule {
    /** The order of the letters in the families below. */
    private static final String LETTERS = "iapnlmtbeds";

    private static final Pattern FEATURES = Pattern.compile("i?a?p?n?[lmt]?b?e?d?s?");
    private static final Pattern ORDERED_FAMILY = Pattern.compile("B|[DE]C?|F");
    private static final Pattern WITHOUT_DASH =
            Pattern.compile("(?i)(Standard_[A-Z]+\\d+(?:-\\d+)?[A-Z]*?)[-_ ]?v?(\\d)");

    /** Two more than the highest in 2026. */
    private static final int HIGHEST_VERSION = 9;

    @Override
    public String id() {
        return "vm-size";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.clusters().stream()
                .flatMap(cluster -> cluster.nodePools().all().stream()
                        .flatMap(pool -> fault(pool.vmSize()).stream()
                                .map(fault -> Finding.warning(
                                        Paths.pool(cluster, pool).key("vmSize"),
                                        "`" + pool.vmSize() + "` doesn't have the form of a VM size: " + fault.fact()
                                                + ".",
                                        fault.remedy(FittingSize.of(pool))))));
    }

    static boolean hasForm(String name) {
        return fault(name).isEmpty();
    }

    private static Optional<Fault> fault(String name) {
        return VmSize.parse(name)
                .map(VmSizeName::faultOf)
                .orElseGet(() -> Optional.of(new Fault(
                        "it needs a family, a number, features and a version, as in `Standard_D8ds_v5`",
                        completed(name))));
    }

    /** A name may have two faults: a size that is meant has none. */
    private static Optional<VmSize> settled(VmSize size) {
        Optional<Fault> left = faultOf(size);
        return left.isEmpty() ? Optional.of(size) : left.get().meant().flatMap(VmSizeName::settled);
    }

    private static Optional<VmSize> completed(String name) {
        Matcher slip = WITHOUT_DASH.matcher(name);
        return slip.matches() ? VmSize.parse(slip.group(1) + "_v" + slip.group(2)) : Optional.empty();
    }

    private static Optional<Fault> faultOf(VmSize size) {
        if (size.version() > HIGHEST_VERSION) {
            int first = Integer.parseInt(Integer.toString(size.version()).substring(0, 1));
            // A digit too many; but no name ends with a first version.
            Optional<VmSize> meant = first > 1 ? Optional.of(size.withVersion(first)) : Optional.empty();
            return Optional.of(new Fault("no series has version " + size.version(), meant));
        }
        if (size.isGeneral() && size.version() == 0 && !size.features().isEmpty()) {
            return fault("the version is missing", size.withoutExtra().withVersion(5));
        }
        if (size.isGeneral() && size.version() >= 3 && size.number() > 2 && size.number() % 4 != 0) {
            return fault("no series has " + size.number() + " vCPUs", size.withNumber(nearest(size.number())));
        }
        if (ORDERED_FAMILY.matcher(size.family()).matches()
                && !FEATURES.matcher(size.features()).matches()) {
            return Optional.of(new Fault("no series has the features `" + size.features() + "`", ordered(size)));
        }
        return Optional.empty();
    }

    private static Optional<Fault> fault(String fact, VmSize meant) {
        return Optional.of(new Fault(fact, Optional.of(meant)));
    }

    private static int nearest(int cpus) {
        int below = Integer.highestOneBit(cpus);
        return cpus - below <= 2 * below - cpus ? below : 2 * below;
    }

    private static Optional<VmSize> ordered(VmSize size) {
        StringBuilder letters = new StringBuilder();
        LETTERS.chars().filter(letter -> size.has((char) letter)).forEach(letters::appendCodePoint);
        boolean known = size.features().chars().allMatch(letter -> LETTERS.indexOf(letter) >= 0);
        return known && FEATURES.matcher(letters).matches()
                ? Optional.of(size.withFeatures(letters.toString()))
                : Optional.empty();
    }

    /** What is wrong with a name, and the size that was probably meant. */
    private record Fault(String fact, Optional<VmSize> meant) {
        String remedy(FittingSize fitting) {
            return meant.flatMap(VmSizeName::settled)
                    .map(size -> "Did you mean `" + size + "`?"
                            + (fitting.holds(size)
                                    ? ""
                                    : " It can't hold the ephemeral OS disk: use `" + fitting.inPlaceOf(size)
                                            + "`, or set `osDiskType: Managed`."))
                    .orElseGet(() -> "Use a size such as `" + fitting.example(8) + "`.");
        }
    }
}
