package dev.meshgen.binding;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Azure;
import dev.meshgen.mesh.Bastion;
import dev.meshgen.mesh.ContainerRegistry;
import dev.meshgen.mesh.Istio;
import dev.meshgen.mesh.KeyVault;
import dev.meshgen.mesh.LogAnalytics;
import dev.meshgen.mesh.Members;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Revisions;
import dev.meshgen.mesh.Version;
import dev.meshgen.schema.CompleteSpec;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the mesh of a complete specification. */
public final class MeshBinder {
    public Mesh bind(CompleteSpec complete) {
        Fields root = new Fields(complete.tree());
        String name = root.in("metadata").text("name");
        Fields spec = root.in("spec");
        Istio istio = istio(name, spec.in("istio"));
        List<Application> applications = spec.items("applications", ApplicationBinder::bind);
        ClusterBinder clusters = new ClusterBinder(name, istio.identity().meshId(), exposing(applications));
        return new Mesh(
                name,
                azure(name, spec.in("azure")),
                istio,
                AuthorityBinder.bind(name, spec.in("certificateAuthority")),
                new Members(spec.items("clusters", clusters::bind), applications),
                CatalogBinder.bind(spec.in("catalog")));
    }

    private static Set<String> exposing(List<Application> applications) {
        return applications.stream()
                .flatMap(application -> application.ingress().stream())
                .map(Application.Ingress::cluster)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Azure azure(String mesh, Fields azure) {
        Fields registry = azure.in("containerRegistry");
        Fields bastion = azure.in("bastion");
        return new Azure(
                new Azure.Account(
                        azure.text("subscriptionId"),
                        azure.text("tenantId"),
                        azure.texts("adminGroupObjectIds"),
                        azure.ifText("deployerObjectId")),
                azure.map("tags", (key, value) -> value.stringValue()),
                new Azure.SharedServices(
                        azure.text("sharedCluster"),
                        new ContainerRegistry(
                                registry.ifText("name").orElse(mesh.replace("-", "") + "acr"),
                                registry.choice("sku", ContainerRegistry.Sku.class)),
                        keyVault(mesh, azure.in("keyVault"))),
                logAnalytics(azure.in("logAnalytics")),
                new Bastion(bastion.flag("enabled"), bastion.choice("sku", Bastion.Sku.class), bastionClusters(azure)));
    }

    private static SortedMap<String, String> bastionClusters(Fields azure) {
        SortedMap<String, String> clusters = new TreeMap<>();
        for (var entry :
                azure.map("regions", (region, settings) -> new Fields(settings)).entrySet()) {
            entry.getValue().ifText("bastionCluster").ifPresent(cluster -> clusters.put(entry.getKey(), cluster));
        }
        return Collections.unmodifiableSortedMap(clusters);
    }

    private static KeyVault keyVault(String mesh, Fields vault) {
        return new KeyVault(
                vault.ifText("name").orElse(mesh + "-kv"),
                vault.choice("sku", KeyVault.Sku.class),
                vault.number("softDeleteRetentionDays"),
                vault.flag("purgeProtection"),
                new KeyVault.NetworkAccess(vault.flag("publicNetworkAccess"), vault.ranges("allowedIpRanges")),
                vault.choice("access", KeyVault.Access.class));
    }

    private static LogAnalytics logAnalytics(Fields logs) {
        return new LogAnalytics(
                logs.number("retentionDays"),
                logs.choice("kubernetesAudit", LogAnalytics.Audit.class),
                logs.flag("metrics"));
    }

    private static Istio istio(String mesh, Fields istio) {
        return new Istio(
                new Istio.Releases(
                        Version.parse(istio.text("version")),
                        istio.ifText("previousVersion").map(Version::parse)),
                new Istio.Identity(istio.ifText("meshId").orElse(mesh), istio.text("trustDomain")),
                new Revisions(istio.text("revisionTag"), istio.choice("injection", Revisions.Label.class)),
                istio.flag("cni"),
                istio.text("hub"),
                istio.text("accessLogFile"));
    }
}
