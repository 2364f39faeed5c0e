package dev.meshgen.mesh;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The service mesh.
 *
 * @param cni whether an agent on each node leads the traffic of pods through their proxies
 * @param accessLogFile empty for no access log
 */
public record Istio(
        Releases releases, Identity identity, Revisions revisions, boolean cni, String hub, String accessLogFile) {

    /**
     * The versions that run.
     *
     * @param previous runs beside the current one during an upgrade
     */
    public record Releases(Version current, Optional<Version> previous) {}

    /** Who the mesh is to its workloads and to other meshes. */
    public record Identity(String meshId, String trustDomain) {}

    /** Whether namespaces name the revision tag rather than the revision. */
    public boolean injectByTag() {
        return revisions.label() == Revisions.Label.TAG;
    }

    public Version version() {
        return releases.current();
    }

    /** Name of the revision: the version with dashes. */
    public String revision() {
        return version().dashed();
    }

    /** Names of all revisions that may run: the mesh's own first. */
    public List<String> runningRevisions() {
        return Stream.concat(Stream.of(version()), releases.previous().stream())
                .map(Version::dashed)
                .distinct()
                .toList();
    }

    /** The same, in the order in which Terraform keeps a set. */
    public List<String> sortedRevisions() {
        return runningRevisions().stream().sorted().toList();
    }

    /**
     * Revisions that istiod's certificate names, as istio-csr spells them: the same whichever of
     * two is the mesh's own, and the default one for issuers that want the common name among the
     * others.
     */
    public List<String> certificateRevisions() {
        return Stream.concat(Stream.of("default"), sortedRevisions().stream()).toList();
    }

    /** The revision that ran before an upgrade, or the mesh's own where there is none. */
    public String oldestRevision() {
        return releases.previous().orElse(version()).dashed();
    }

    /** The proxy's image, which has curl on board too. */
    public String proxyImage() {
        return hub + "/proxyv2:" + version();
    }

    /** Whether istio-cni can use Kubernetes' field for AppArmor (since 1.30). */
    public boolean hasAppArmorField() {
        return cni && (version().major() > 1 || version().minor() >= 30);
    }

    /** Whether istiod takes up a remote secret that was replaced while it runs (since 1.31). */
    public boolean reloadsRemoteSecrets() {
        return version().major() > 1 || version().minor() >= 31;
    }

    /** Value of the label {@code istio.io/rev}. */
    public String injectionLabel() {
        return injectByTag() ? revisions.tag() : revision();
    }
}
