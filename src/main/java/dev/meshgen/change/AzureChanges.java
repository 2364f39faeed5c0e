package dev.meshgen.change;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the resources that Terraform destroys or replaces between two trees. */
public final class AzureChanges {
    private final SortedMap<String, AzureResource> now;
    private final SortedMap<String, AzureChange> changes = new TreeMap<>();

    private AzureChanges(SortedMap<String, AzureResource> now) {
        this.now = now;
    }

    /** Where the facts about the provider are from. */
    public static String source() {
        return ReplacementTable.SOURCE;
    }

    /**
     * The resources that are destroyed or replaced, by address.
     *
     * @param before texts of the files of the tree that was applied, by path
     * @param after texts of the files of the tree that will be applied, by path
     */
    public static List<AzureChange> between(Map<String, String> before, Map<String, String> after) {
        SortedMap<String, AzureResource> old = AzureResources.of(TerraformFiles.of(before));
        AzureChanges found = new AzureChanges(AzureResources.of(TerraformFiles.of(after)));
        int known;
        do {
            known = found.changes.size();
            old.values().forEach(found::look);
        } while (found.changes.size() > known); // what a replaced resource takes along
        return List.copyOf(found.changes.values());
    }

    private void look(AzureResource old) {
        if (changes.containsKey(old.address())) {
            return;
        }
        AzureResource other = now.get(old.address());
        if (other == null) {
            changes.put(
                    old.address(), new AzureChange(old.address(), AzureChange.Action.DESTROY, "no longer in the tree"));
            return;
        }
        old.values().entrySet().stream()
                .flatMap(entry -> cause(entry.getKey(), entry.getValue(), other).stream())
                .findFirst()
                .ifPresent(because -> changes.put(
                        old.address(), new AzureChange(old.address(), AzureChange.Action.REPLACE, because)));
    }

    private Optional<String> cause(ReplacementTable.Argument argument, String before, AzureResource other) {
        String after = other.values().getOrDefault(argument, "none");
        if (argument.forces(before, after)) {
            return Optional.of("`" + argument.name() + "` changes from " + before + " to " + after);
        }
        return AzureResources.isAddress(after) && changes.containsKey(after)
                ? Optional.of("`" + argument.name() + "` changes with " + after)
                : Optional.empty();
    }
}
