package dev.meshgen.upgrade;

import dev.meshgen.mesh.Version;
import java.util.List;

/** A part of an upgrade that is complete in every cluster before the next one begins. */
public sealed interface Stage {
    /** What runs while the stage is under way, and when it has ended. */
    Versions during();

    Versions after();

    /** A new revision of Istio beside the old one, then in its place. */
    record Istio(Version from, Version to, Versions during, Versions after) implements Stage {}

    /** One minor version of Kubernetes, one cluster after the other. */
    record Kubernetes(Version to, List<String> clusters, Versions during, Versions after) implements Stage {
        public Kubernetes {
            clusters = List.copyOf(clusters);
        }
    }
}
