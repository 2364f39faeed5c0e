package dev.meshgen.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The files under {@code clusters/} as a reader sees them.
 *
 * @param parser text to documents
 */
public record YamlTree(FileTree tree, Function<String, List<Object>> parser) {
    /** Text of a value that is not there. */
    public static final String NOTHING = "(nothing)";

    /** As a reader of YAML 1.2 sees them. */
    public YamlTree(FileTree tree) {
        this(tree, YamlTree::parse);
    }

    /** Paths of all YAML files, sorted. */
    public List<String> paths() {
        return tree.files().keySet().stream()
                .filter(path -> path.endsWith(".yaml") || path.endsWith(".yaml.tmpl"))
                .toList();
    }

    public List<Object> documents(String path) {
        return parser.apply(tree.text(path));
    }

    public static List<Object> parse(String text) {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().setSchema(new CoreSchema()).build())
                .loadAllFromString(text)
                .forEach(documents::add);
        return documents;
    }

    /** The one object of that kind in a file. */
    public Node object(String path, String kind) {
        return objects(path, kind).findFirst().orElseThrow();
    }

    /** The object of that kind and name in a file. */
    public Node object(String path, String kind, String name) {
        return objects(path, kind)
                .filter(object -> object.at("metadata", "name").is(name))
                .findFirst()
                .orElseThrow();
    }

    private Stream<Node> objects(String path, String kind) {
        return documents(path).stream()
                .map(Optional::ofNullable)
                .map(Node::new)
                .filter(object -> object.at("kind").is(kind));
    }

    public boolean holds(String path) {
        return tree.holds(path);
    }

    /** A value somewhere in a document; empty where there is none. */
    public record Node(Optional<Object> value) {
        /** The value under keys, or at positions of lists. */
        public Node at(Object... steps) {
            Node node = this;
            for (Object step : steps) {
                node = node.child(step);
            }
            return node;
        }

        private Node child(Object step) {
            return new Node(value.flatMap(parent -> {
                if (parent instanceof Map<?, ?> map) {
                    return Optional.ofNullable(map.get(step));
                }
                return parent instanceof List<?> list && step instanceof Integer position && position < list.size()
                        ? Optional.ofNullable(list.get(position))
                        : Optional.empty();
            }));
        }

        /** The item of this list whose name is that. */
        public Node named(String name) {
            return items().stream()
                    .filter(item -> item.at("name").is(name))
                    .findFirst()
                    .orElse(new Node(Optional.empty()));
        }

        public List<Node> items() {
            return value.filter(List.class::isInstance).map(list -> (List<?>) list).stream()
                    .flatMap(List::stream)
                    .map(item -> new Node(Optional.ofNullable((Object) item)))
                    .toList();
        }

        public boolean is(Object expected) {
            return value.equals(Optional.of(expected));
        }

        public String text() {
            return value.map(Object::toString).orElse(NOTHING);
        }

        public Map<?, ?> map() {
            return (Map<?, ?>) value.orElseThrow();
        }
    }
}
