package dev.meshgen.mesh;

/**
 * The service mesh.
 *
 * @param accessLogFile empty for no access log
 */
public record Istio(Version version, Identity identity, Revisions revisions, String hub, String accessLogFile) {

    /** Who the mesh is to its workloads and to other meshes. */
    public record Identity(String meshId, String trustDomain) {}

    /** Whether namespaces name the revision tag rather than the revision. */
    public boolean injectByTag() {
        return revisions.label() == Revisions.Label.TAG;
    }

    /** Name of the revision: the version with dashes. */
    public String revision() {
        return version.dashed();
    }

    /** The proxy's image, which has curl on board too. */
    public String proxyImage() {
        return hub + "/proxyv2:" + version;
    }

    /** Whether istiod takes up a remote secret that was replaced while it runs (since 1.31). */
    public boolean reloadsRemoteSecrets() {
        return version.major() > 1 || version.minor() >= 31;
    }

    /** Value of the label {@code istio.io/rev}. */
    public String injectionLabel() {
        return injectByTag() ? revisions.tag() : revision();
    }
}
