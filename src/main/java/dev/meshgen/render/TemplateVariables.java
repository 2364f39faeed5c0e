package dev.meshgen.render;

import dev.meshgen.mesh.Mesh;
import dev.meshgen.plan.Scope;
import dev.meshgen.topology.Topology;
import dev.meshgen.topology.TopologyPlacer;
import freemarker.template.ObjectWrapper;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a template can name: the parts of its scope and, for a whole mesh, the topology. */
final class TemplateVariables implements TemplateHashModel {
    static final String TOPOLOGY = "topology";

    private final Mesh mesh;
    private final boolean hasTopology;
    private final Map<String, Object> parts;
    private final ObjectWrapper wrapper;
    private final Function<Mesh, Topology> placer;
    private @Nullable TemplateModel topology;

    TemplateVariables(Scope scope, ObjectWrapper wrapper) {
        this(scope, wrapper, TopologyPlacer::place);
    }

    TemplateVariables(Scope scope, ObjectWrapper wrapper, Function<Mesh, Topology> placer) {
        this.mesh = scope.mesh();
        this.hasTopology = scope.isWholeMesh();
        this.parts = scope.variables();
        this.wrapper = wrapper;
        this.placer = placer;
    }

    @Override
    public @Nullable TemplateModel get(String name) throws TemplateModelException {
        return hasTopology && name.equals(TOPOLOGY) ? topology() : wrapper.wrap(parts.get(name));
    }

    /** Placed once, and only for a template that asks: most files don't show the picture. */
    private TemplateModel topology() throws TemplateModelException {
        if (topology == null) {
            topology = wrapper.wrap(placer.apply(mesh));
        }
        return topology;
    }

    /** The names, sorted. */
    SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(parts.keySet());
        if (hasTopology) {
            names.add(TOPOLOGY);
        }
        return names;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }
}
