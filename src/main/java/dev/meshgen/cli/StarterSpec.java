package dev.meshgen.cli;

import java.util.List;

/**
 * A first specification, with the comments that a new user needs.
 *
 * @param mesh name of the mesh
 * @param clusters in the order to write, at least one
 */
record StarterSpec(String mesh, String subscriptionId, String tenantId, List<Placed> clusters) {
    private static final int FIRST_NETWORK = 52;

    /** A cluster and its region. */
    record Placed(String name, String region) {
        /** Reads {@code NAME=REGION}. */
        static Placed parse(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("`" + text + "` is not NAME=REGION, such as one=westeurope");
            }
            return new Placed(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    String text() {
        String first = clusters.get(0).name();
        return """
                # The single source of truth for this mesh. `meshgen validate` checks it; `meshgen generate`
                # writes every file that is derived from it.
                apiVersion: meshgen.dev/v1alpha1
                kind: Mesh
                metadata:
                  name: %s                # prefix of every Azure name
                spec:
                  azure:
                    subscriptionId: %s    # az account show --query id
                    tenantId: %s          # az account show --query tenantId
                    sharedCluster: %s     # registry and Key Vault are in its region, private endpoints in its VNet
                    tags: {managed-by: meshgen}
                  istio:
                    version: 1.31.0       # sets the revision (1-31-0) and the images
                  clusterDefaults:        # merged under every cluster
                    kubernetesVersion: "1.35"
                    pods: subnet          # subnet | nodeSubnet (flat: one Istio network) | overlay (east-west gateways)
                  clusters:
                %s
                  applications:
                  - name: echoserver
                    image: registry.k8s.io/echoserver:1.10
                    port: 8080
                    writablePaths: [/certs, /run, /tmp, /var/lib/nginx, /var/log/nginx]
                    runsIn: [%s]          # callable from every cluster
                    ingress: {cluster: %s, host: echo.%s.example, tls: endToEnd}
                """.formatted(mesh, subscriptionId, tenantId, first, clusterLines(), first, first, mesh);
    }

    private String clusterLines() {
        StringBuilder lines = new StringBuilder();
        int network = FIRST_NETWORK;
        for (Placed cluster : clusters) {
            lines.append("  - name: ").append(cluster.name()).append('\n');
            lines.append("    region: ").append(cluster.region()).append('\n');
            lines.append("    network: {addressSpace: 10.").append(network++).append(".0.0/16}\n");
        }
        return lines.toString().stripTrailing();
    }
}
