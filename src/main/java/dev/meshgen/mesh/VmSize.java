package dev.meshgen.mesh;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of an Azure VM size tells, by <a
 * href="https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions">Azure's naming
 * conventions</a>.
 *
 * @param family such as {@code D}, with its sub-family as in {@code DC}
 * @param number that of the vCPUs, unless the size is of an early series
 * @param constrained {@code -2}, where fewer vCPUs are in use; or nothing
 * @param features letters such as {@code ds}
 * @param extra accelerator or memory, such as {@code _T4}; or nothing
 * @param version of the series; 0 in the first ones, whose names have none
 */
public record VmSize(String family, int number, String constrained, String features, String extra, int version) {
    private static final Pattern FORM = Pattern.compile(
            "(?i)Standard_(?<family>[A-Z]+)(?<number>\\d{1,4})"
                    + "(?<constrained>-\\d+)?(?<features>[A-Z]*)(?<extra>(?:_\\w+?)??)(?:_v(?<version>\\d{1,4}))?(?:_Promo|_ABC)?");

    /** In these families, the number is that of the vCPUs without a version too. */
    private static final Set<String> COUNTED = Set.of("B", "F");

    /** The parts of a name that has the form of one. */
    public static Optional<VmSize> parse(String name) {
        Matcher found = FORM.matcher(name);
        if (!found.matches()) {
            return Optional.empty();
        }
        return Optional.of(new VmSize(
                found.group("family").toUpperCase(Locale.ROOT),
                Integer.parseInt(found.group("number")),
                Optional.ofNullable(found.group("constrained")).orElse(""),
                found.group("features").toLowerCase(Locale.ROOT),
                found.group("extra"),
                Optional.ofNullable(found.group("version"))
                        .map(Integer::parseInt)
                        .orElse(0)));
    }

    /** How many vCPUs Azure counts, where the name tells. */
    public OptionalInt cpus() {
        boolean counted = version >= 3 || number == 1 || COUNTED.contains(family);
        return counted ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** The largest ephemeral OS disk in GiB, 0 for none; nothing where the name doesn't tell. */
    public OptionalInt ephemeralDiskGb() {
        return LocalDisk.roomOf(this);
    }

    /** Whether the size is of a family for general purpose: D, or E with more memory. */
    public boolean isGeneral() {
        return family.equals("D") || family.equals("E");
    }

    /** Whether the name has the letter of a feature. */
    public boolean has(char feature) {
        return features.indexOf(feature) >= 0;
    }

    public VmSize withNumber(int other) {
        return new VmSize(family, other, constrained, features, extra, version);
    }

    public VmSize withFeatures(String others) {
        return new VmSize(family, number, constrained, others, extra, version);
    }

    public VmSize withoutExtra() {
        return new VmSize(family, number, constrained, features, "", version);
    }

    public VmSize withVersion(int other) {
        return new VmSize(family, number, constrained, features, extra, other);
    }

    /** The name. */
    @Override
    public String toString() {
        return "Standard_" + family + number + constrained + features + extra + (version == 0 ? "" : "_v" + version);
    }
}
