package dev.meshgen.change;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds clusters whose address space changes in place, which Azure refuses while they have nodes.
 */
public final class AddressSpaces {
    private AddressSpaces() {}

    /**
     * The old and the new range, such as {@code 10.53.0.0/16 -> 10.99.0.0/16}, by cluster.
     *
     * @param before texts of the files of the tree that was applied, by path
     * @param after texts of the files of the tree that will be applied, by path
     */
    public static SortedMap<String, String> changed(Map<String, String> before, Map<String, String> after) {
        SortedMap<String, TerraformValues> old = TerraformFiles.of(before).clusters();
        SortedMap<String, String> found = new TreeMap<>();
        TerraformFiles.of(after).clusters().forEach((name, now) -> {
            TerraformValues was = old.get(name);
            if (was != null && isSameNetwork(was, now)) {
                String from = was.get("address_space").orElse("");
                String to = now.get("address_space").orElse("");
                if (!from.equals(to)) {
                    found.put(name, from + " -> " + to);
                }
            }
        });
        return Collections.unmodifiableSortedMap(found);
    }

    /** Terraform replaces a network that gets another place or name. */
    private static boolean isSameNetwork(TerraformValues was, TerraformValues now) {
        return Stream.of("location", "names.virtual_network")
                .allMatch(key -> was.get(key).equals(now.get(key)));
    }
}
