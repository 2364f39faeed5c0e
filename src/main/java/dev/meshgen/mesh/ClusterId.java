package dev.meshgen.mesh;

/**
 * Which cluster it is, and where.
 *
 * @param position place in the specification's list, counted from 0
 * @param mesh name of the mesh
 */
public record ClusterId(int position, String mesh, String name, String region) {
    /** The prefix of every Azure name of the cluster. */
    public String azureName() {
        return mesh + "-" + name;
    }
}
