package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** One fact that a mesh must fulfil beyond what a schema can say. */
public interface Rule {
    /** The id of its findings, a heading of docs/rules.md. */
    String id();

    /** What breaks the rule; nothing for a mesh that is fine. */
    Stream<Finding> check(Mesh mesh);
}
