package dev.meshgen.render;

import dev.meshgen.diagnostic.Suggestion;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the known path that an unknown one probably means: element by element. */
final class NearestPath {
    private NearestPath() {}

    static Optional<String> of(String path, Collection<String> known) {
        String found = "";
        for (String element : path.split("(?<=/)")) {
            Optional<String> nearest = Suggestion.nearest(element, below(found, known));
            if (nearest.isEmpty()) {
                return Optional.empty();
            }
            found += nearest.get();
        }
        return known.contains(found) ? Optional.of(found) : Optional.empty();
    }

    /** The files in a folder, and the folders, which end with a slash. */
    private static Set<String> below(String folder, Collection<String> known) {
        return known.stream()
                .filter(each -> each.startsWith(folder))
                .map(each -> each.substring(folder.length()).split("(?<=/)", 2)[0])
                .collect(Collectors.toSet());
    }
}
