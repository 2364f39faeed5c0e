package dev.meshgen.mesh;

/**
 * The service mesh.
 *
 * @param injectByTag whether namespaces name the revision tag rather than the revision
 * @param accessLogFile empty for no access log
 */
public record Istio(
        Version version,
        String meshId,
        String trustDomain,
        String revisionTag,
        boolean injectByTag,
        String hub,
        String accessLogFile) {

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
        return injectByTag ? revisionTag : revision();
    }
}
