package dev.meshgen.mesh;

import java.util.OptionalInt;

/**
 * Nodes of one VM size in one region.
 *
 * @param least that the pools start with
 * @param most that may exist at one time
 */
public record Machines(String region, String vmSize, int least, int most) {
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
        OptionalInt cpus = VmSize.parse(vmSize).map(VmSize::cpus).orElse(OptionalInt.empty());
        return cpus.isPresent() ? Integer.toString(cpus.getAsInt() * nodes) : "?";
    }
}
