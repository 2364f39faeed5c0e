package dev.meshgen.mesh;

import java.util.Optional;

/**
 * A version of Istio or Kubernetes.
 *
 * @param minor such as 31 in 1.31.0
 * @param patch absent where only the minor is pinned
 */
public record Version(int major, int minor, Optional<Integer> patch) {
    /** Reads {@code 1.31} or {@code 1.31.0}. */
    public static Version parse(String text) {
        String[] parts = text.split("\\.");
        Optional<Integer> patch = parts.length > 2 ? Optional.of(Integer.valueOf(parts[2])) : Optional.empty();
        return new Version(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), patch);
    }

    /** {@code 1.31}. */
    public String minorText() {
        return major + "." + minor;
    }

    /** The version with dashes, as Istio names a revision: {@code 1-31-0}. */
    public String dashed() {
        return toString().replace('.', '-');
    }

    @Override
    public String toString() {
        return minorText() + patch.map(number -> "." + number).orElse("");
    }
}
