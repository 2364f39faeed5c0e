package dev.meshgen.schema;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.source.SpecDocument;
import java.util.Set;

/**
 * The paths of a document whose values are unknown, because what is written there is refused.
 *
 * @param values paths of the values that are refused or missing
 * @param names mappings in which the name of an entry is refused: any other name may be meant
 */
public record Blanks(SpecDocument document, Set<SpecPath> values, Set<SpecPath> names) {
    public Blanks {
        values = Set.copyOf(values);
        names = Set.copyOf(names);
    }

    public boolean isEmpty() {
        return values.isEmpty() && names.isEmpty();
    }

    /** Whether the value at a path is unknown as a whole. */
    public boolean hide(SpecPath path) {
        return Inheritance.origins(document, path).stream()
                .anyMatch(origin -> values.stream().anyMatch(origin::startsWith) || isUnderUnknownName(origin));
    }

    /** Whether the value at a path, or some value inside it, is unknown. */
    public boolean touch(SpecPath path) {
        return hide(path)
                || Inheritance.origins(document, path).stream()
                        .anyMatch(origin -> values.stream().anyMatch(blank -> blank.startsWith(origin))
                                || names.stream().anyMatch(mapping -> mapping.startsWith(origin)));
    }

    private boolean isUnderUnknownName(SpecPath path) {
        if (document.find(path).isPresent()) {
            return false;
        }
        return names.stream()
                .anyMatch(mapping -> path.startsWith(mapping)
                        && path.segments().size() > mapping.segments().size()
                        && document.find(new SpecPath(path.segments()
                                        .subList(0, mapping.segments().size() + 1)))
                                .isEmpty());
    }
}
