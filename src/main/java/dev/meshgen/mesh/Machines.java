package dev.meshgen.mesh;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Nodes of one VM size in one region.
 *
 * @param least that the pools start with
 * @param most that may exist at one time
 */
public record Machines(String region, String vmSize, int least, int most) {
    /** Since the third version, and in these families always, the number is that of the vCPUs. */
    private static final Pattern COUNTED =
            Pattern.compile("Standard_(?:[A-Z]+(\\d+)(?:-\\d+)?[a-z]*_(?:\\w+_)*v[3-9]\\d*|[BF](\\d+)[a-z]*(?:_v2)?)");

    Machines plus(Machines other) {
        return new Machines(region, vmSize, least + other.least, most + other.most);
    }

    /** VCPUs that the pools start with; a question mark where the size's name doesn't tell. */
    public String leastCpus() {
        return times(least);
    }

    /** VCPUs of all nodes that may exist at one time. */
    public String mostCpus() {
        return times(most);
    }

    private String times(int nodes) {
        return cpus().map(each -> Integer.toString(each * nodes)).orElse("?");
    }

    private Optional<Integer> cpus() {
        Matcher found = COUNTED.matcher(vmSize);
        return found.matches()
                ? Optional.of(Integer.valueOf(found.group(1) == null ? found.group(2) : found.group(1)))
                : Optional.empty();
    }
}
