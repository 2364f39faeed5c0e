package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A host should fit into the common name of its server certificate (RFC 5280: ub-common-name). */
final class CommonNameLength implements Rule {
    private static final int LONGEST = 64;

    @Override
    public String id() {
        return "common-name-length";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .flatMap(
                        application -> application.ingress().stream()
                                .filter(ingress ->
                                        ingress.tls() && ingress.host().length() > LONGEST)
                                .map(
                                        ingress -> Finding.warning(
                                                Paths.ingress(application).key("host"),
                                                "Host `" + ingress.host() + "` has "
                                                        + ingress.host().length()
                                                        + " characters; the common name of a certificate holds "
                                                        + LONGEST + ".",
                                                "Shorten it, or accept a certificate that names the host only as its alternative name.")));
    }
}
