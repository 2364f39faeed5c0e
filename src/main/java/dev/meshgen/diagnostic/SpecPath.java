package dev.meshgen.diagnostic;

import java.util.ArrayList;
import java.util.List;

/** Place of a value in the specification, such as {@code spec.clusters[1].network.addressSpace}. */
public record SpecPath(List<Segment> segments) {
    /** One step from a value to a value inside it. */
    public sealed interface Segment permits Key, Index {}

    /** The value under a key of a mapping. */
    public record Key(String name) implements Segment {}

    /** The item of a sequence, counted from 0. */
    public record Index(int position) implements Segment {}

    public static final SpecPath ROOT = new SpecPath(List.of());

    public SpecPath {
        segments = List.copyOf(segments);
    }

    /** The path through these keys. */
    public static SpecPath of(String... keys) {
        SpecPath path = ROOT;
        for (String key : keys) {
            path = path.key(key);
        }
        return path;
    }

    public SpecPath key(String name) {
        return append(new Key(name));
    }

    public SpecPath index(int position) {
        return append(new Index(position));
    }

    /** Whether this is the other path or leads to a value inside its value. */
    public boolean startsWith(SpecPath other) {
        int length = other.segments.size();
        return length <= segments.size() && segments.subList(0, length).equals(other.segments);
    }

    /** The path of the value that holds this one; the root's is the root's own. */
    public SpecPath parent() {
        return segments.isEmpty() ? this : new SpecPath(segments.subList(0, segments.size() - 1));
    }

    private SpecPath append(Segment segment) {
        List<Segment> longer = new ArrayList<>(segments);
        longer.add(segment);
        return new SpecPath(longer);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Segment segment : segments) {
            if (segment instanceof Index index) {
                text.append('[').append(index.position()).append(']');
            } else if (segment instanceof Key key) {
                text.append(text.isEmpty() ? "" : ".").append(key.name());
            }
        }
        return text.toString();
    }
}
