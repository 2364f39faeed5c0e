package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.NodePool;

/** Paths of the values of the domain in the specification. */
final class Paths {
    static final SpecPath AZURE = SpecPath.of("spec", "azure");
    static final SpecPath ALLOWED_IP_RANGES = AZURE.key("keyVault").key("allowedIpRanges");
    static final SpecPath ISTIO = SpecPath.of("spec", "istio");

    static final SpecPath AUTHORITY = SpecPath.of("spec", "certificateAuthority");

    static final SpecPath CATALOG = SpecPath.of("spec", "catalog");

    private Paths() {}

    static SpecPath of(Cluster cluster) {
        return SpecPath.of("spec", "clusters").index(cluster.position());
    }

    static SpecPath authorizedIpRanges(Cluster cluster) {
        return of(cluster).key("apiServer").key("authorizedIpRanges");
    }

    static SpecPath network(Cluster cluster) {
        return of(cluster).key("network");
    }

    static SpecPath addressSpace(Cluster cluster) {
        return network(cluster).key("addressSpace");
    }

    static SpecPath subnet(Cluster cluster, String key) {
        return network(cluster).key("subnets").key(key);
    }

    static SpecPath pool(Cluster cluster, NodePool pool) {
        return of(cluster).key("nodePools").key(pool.name());
    }

    static SpecPath of(Application application) {
        return SpecPath.of("spec", "applications").index(application.position());
    }

    static SpecPath ingress(Application application) {
        return of(application).key("ingress");
    }
}
