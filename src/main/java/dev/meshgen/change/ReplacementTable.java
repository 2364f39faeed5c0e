package dev.meshgen.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The arguments for which the provider replaces a resource: {@code azurerm.txt}. */
final class ReplacementTable {
    private static final List<String> LINES = read();

    /** The release whose source the table was read from, and when. */
    static final String SOURCE = LINES.get(0);

    /** One resource for each row. */
    static final List<Resource> ROWS = parse(LINES.subList(1, LINES.size()));

    private ReplacementTable() {}

    /**
     * A resource, or one for each key below {@code each}.
     *
     * @param scope which file of the tree has its values
     * @param condition a value without which there is no such resource
     */
    record Resource(
            String scope,
            String address,
            Optional<String> each,
            Optional<String> condition,
            List<Argument> arguments) {}

    /**
     * An argument that forces replacement.
     *
     * @param source name of a value, or the address of a resource
     * @param inPlace changes that don't, as {@code old>new}
     */
    record Argument(String name, String source, boolean isReference, Set<String> inPlace) {
        /** Whether the provider replaces the resource when the value changes so. */
        boolean forces(String old, String now) {
            return !old.equals(now) && !inPlace.contains(old + ">" + now) && !inPlace.contains(old + ">*");
        }
    }

    private static List<String> read() {
        try (InputStream in = ReplacementTable.class.getResourceAsStream("azurerm.txt")) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Resource> parse(List<String> lines) {
        List<Resource> resources = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("  ")) {
                resources.get(resources.size() - 1).arguments().add(argument(line.strip()));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                resources.add(resource(line));
            }
        }
        return List.copyOf(resources);
    }

    private static Resource resource(String line) {
        String[] parts = line.split(" if ");
        String scope = parts[0].substring(0, parts[0].indexOf(' '));
        String address = parts[0].substring(scope.length() + 1);
        int each = address.indexOf("[each ");
        return new Resource(
                scope,
                each < 0 ? address : address.substring(0, each),
                each < 0 ? Optional.empty() : Optional.of(address.substring(each + 6, address.length() - 1)),
                parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(),
                new ArrayList<>());
    }

    private static Argument argument(String line) {
        String[] parts = line.split(" unless ");
        String[] sides = parts[0].split(" = ");
        boolean reference = sides[1].startsWith("@");
        return new Argument(
                sides[0],
                reference ? sides[1].substring(1) : sides[1],
                reference,
                parts.length > 1 ? Set.of(parts[1].split(" ")) : Set.of());
    }
}
