package dev.meshgen.cli;

import java.util.List;
import java.util.Optional;

/**
 * A first specification, with the comments that a new user needs.
 *
 * @param mesh name of the mesh
 * @param clusters in the order to write, at least one
 */
record StarterSpec(String mesh, String subscriptionId, String tenantId, List<Placed> clusters) {
    private static final int FIRST_NETWORK = 52;

    private static final String TEXT = """
                # yaml-language-server: $schema=mesh.schema.json
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
                    # adminGroupObjectIds: [33333333-3333-3333-3333-333333333333]   # who administers the clusters
                    # deployerObjectId: 44444444-4444-4444-4444-444444444444   # who runs the scripts
                    # bastion: {enabled: true}   # to reach machines in the VNets; billed by the hour
                  istio:
                    version: 1.31.0       # sets the revision (1-31-0) and the images
                  clusterDefaults:        # merged under every cluster
                    kubernetesVersion: "1.35"
                    pods: subnet          # subnet | nodeSubnet (flat: one Istio network) | overlay (east-west gateways)
                    # zones: ["1", "2", "3"]
                    # nodePools:
                    #   system: {vmSize: Standard_D4ds_v5, minCount: 2, maxCount: 3}
                    #   user: {vmSize: Standard_D8ds_v5, minCount: 2, maxCount: 5}
                    # applicationGateway: {sku: WAF_v2, minCapacity: 2, maxCapacity: 3}   # where one exposes an application
                  clusters:
                %s
                  applications:
                  - name: echoserver
                    image: registry.k8s.io/echoserver:1.10
                    port: 8080
                    writablePaths: [/certs, /run, /tmp, /var/lib/nginx, /var/log/nginx]
                    runsIn: [%s]          # callable from every cluster
                    # replicas: 2
                    # healthPath: /         # the path that answers 200
                    # callers: ["*"]        # or the names of the applications that may call it
                    # resources: {cpuRequest: 50m, memoryRequest: 64Mi, cpuLimit: 500m, memoryLimit: 128Mi}
                    ingress: {cluster: %s, host: echo.%s.example, tls: endToEnd}   # entrance from the internet
                """;

    /** A cluster and its region. */
    record Placed(String name, String region) {
        String text() {
            return name + "=" + region;
        }

        /** Reads {@code NAME=REGION}. */
        static Placed parse(String text) {
            int equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                throw new IllegalArgumentException("`" + text + "` is not NAME=REGION, such as one=westeurope");
            }
            return new Placed(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    String text() {
        String first = clusters.get(0).name();
        return TEXT.formatted(mesh, subscriptionId, tenantId, first, clusterLines(), first, first, mesh);
    }

    /** The option that a line of the text comes from, with its value; empty if it comes from several. */
    Optional<String> optionAt(int number) {
        List<String> lines = text().lines().limit(number).toList();
        String line = lines.get(lines.size() - 1).strip();
        if (line.startsWith("name:")) {
            return Optional.of("--name " + mesh);
        }
        if (line.startsWith("subscriptionId:")) {
            return Optional.of("--subscription-id " + subscriptionId);
        }
        if (line.startsWith("tenantId:")) {
            return Optional.of("--tenant-id " + tenantId);
        }
        List<String> named =
                lines.subList(Math.min(lines.indexOf("  clusters:") + 1, lines.size()), lines.size()).stream()
                        .filter(each -> each.startsWith("  - name: "))
                        .toList();
        return lines.contains("  clusters:") && !lines.contains("  applications:") && !named.isEmpty()
                ? Optional.of("--cluster " + clusters.get(named.size() - 1).text())
                : Optional.empty();
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
