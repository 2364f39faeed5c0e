package dev.meshgen.pipeline;

/** The languages in which the topology is drawn. */
public enum Picture {
    svg("topology.svg"),
    mermaid("_graph/mesh.mmd"),
    dot("_graph/mesh.dot");

    private final String template;

    Picture(String template) {
        this.template = template;
    }

    String template() {
        return template;
    }
}
