package dev.meshgen.binding;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Azure;
import dev.meshgen.mesh.CertificateAuthority;
import dev.meshgen.mesh.Istio;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Version;
import dev.meshgen.schema.CompleteSpec;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the mesh of a complete specification. */
public final class MeshBinder {
    public Mesh bind(CompleteSpec complete) {
        Fields root = new Fields(complete.tree());
        String name = root.in("metadata").text("name");
        Fields spec = root.in("spec");
        Istio istio = istio(name, spec.in("istio"));
        ClusterBinder clusters = new ClusterBinder(name, istio.meshId());
        return new Mesh(
                name,
                azure(name, spec.in("azure")),
                istio,
                certificateAuthority(name, spec.in("certificateAuthority")),
                spec.items("clusters", clusters::bind),
                spec.items("applications", MeshBinder::application),
                CatalogBinder.bind(spec.in("catalog")));
    }

    private static Azure azure(String mesh, Fields azure) {
        Fields registry = azure.in("containerRegistry");
        Fields bastion = azure.in("bastion");
        return new Azure(
                azure.text("subscriptionId"),
                azure.text("tenantId"),
                azure.text("sharedCluster"),
                bastionClusters(azure),
                azure.map("tags", (key, value) -> value.stringValue()),
                azure.texts("adminGroupObjectIds").stream().sorted().toList(),
                new Azure.ContainerRegistry(
                        registry.ifText("name").orElse(mesh.replace("-", "") + "acr"), registry.text("sku")),
                keyVault(mesh, azure.in("keyVault")),
                azure.in("logAnalytics").number("retentionDays"),
                new Azure.Bastion(bastion.truth("enabled"), bastion.text("sku")));
    }

    private static SortedMap<String, String> bastionClusters(Fields azure) {
        SortedMap<String, String> clusters = new TreeMap<>();
        for (var entry :
                azure.map("regions", (region, settings) -> new Fields(settings)).entrySet()) {
            entry.getValue().ifText("bastionCluster").ifPresent(cluster -> clusters.put(entry.getKey(), cluster));
        }
        return Collections.unmodifiableSortedMap(clusters);
    }

    private static Azure.KeyVault keyVault(String mesh, Fields vault) {
        return new Azure.KeyVault(
                vault.ifText("name").orElse(mesh + "-kv"),
                vault.text("sku"),
                vault.number("softDeleteRetentionDays"),
                vault.truth("purgeProtection"),
                vault.truth("publicNetworkAccess"),
                vault.text("access").equals("workloadIdentity"));
    }

    private static Istio istio(String mesh, Fields istio) {
        return new Istio(
                Version.parse(istio.text("version")),
                istio.ifText("meshId").orElse(mesh),
                istio.text("trustDomain"),
                istio.text("revisionTag"),
                istio.text("injection").equals("tag"),
                istio.text("hub"),
                istio.text("accessLogFile"));
    }

    private static CertificateAuthority certificateAuthority(String mesh, Fields authority) {
        return new CertificateAuthority(
                authority.text("keyAlgorithm"),
                authority.ifText("organization").orElse(mesh),
                authority.text("rootKeyEncryption").equals("passphrase"),
                authority.number("rootValidityDays"),
                authority.number("intermediateValidityDays"),
                authority.number("serverValidityDays"));
    }

    private static Application application(int position, Fields application) {
        String name = application.text("name");
        int port = application.number("port");
        Fields resources = application.in("resources");
        return new Application(
                position,
                name,
                application.ifText("namespace").orElse(name),
                application.text("image"),
                port,
                application.ifNumber("servicePort").orElse(port),
                application.number("replicas"),
                application.texts("runsIn").stream().sorted().toList(),
                application.text("healthPath"),
                application.number("runAsUser"),
                application.texts("writablePaths").stream().sorted().toList(),
                application.map("environment", (key, value) -> value.stringValue()),
                new Application.Resources(
                        resources.text("cpuRequest"),
                        resources.text("memoryRequest"),
                        resources.text("cpuLimit"),
                        resources.text("memoryLimit")),
                application.ifIn("ingress").map(MeshBinder::ingress));
    }

    private static Application.Ingress ingress(Fields ingress) {
        return new Application.Ingress(
                ingress.text("cluster"),
                ingress.text("host"),
                ingress.text("path"),
                ingress.text("tls").equals("endToEnd"));
    }
}
