package dev.meshgen.cli;

import dev.meshgen.mesh.Mesh;

/** A mesh in one sentence. */
final class Summary {
    private Summary() {}

    static String of(Mesh mesh) {
        return "Mesh `" + mesh.name() + "`: " + count(mesh.clusters().size(), "cluster") + " in "
                + count(mesh.clustersByRegion().size(), "region") + ", "
                + count(mesh.istioNetworks().size(), "Istio network") + ", "
                + count(mesh.applications().size(), "application") + ".";
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
