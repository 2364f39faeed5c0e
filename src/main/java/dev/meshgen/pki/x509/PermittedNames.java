package dev.meshgen.pki.x509;

import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/** Names for which an authority may sign. */
final class PermittedNames {
    /** The end of every DNS name that istiod signs: those of its own Services. */
    private static final String SERVICES = "svc";

    private PermittedNames() {}

    /**
     * What is permitted to a cluster's intermediate; its signatures on identities (URIs) are not
     * restricted.
     */
    static Optional<NameConstraints> of(PlannedCertificate planned) {
        if (planned.role() != Role.CLUSTER) {
            return Optional.empty();
        }
        GeneralSubtree services = new GeneralSubtree(new GeneralName(GeneralName.dNSName, SERVICES));
        return Optional.of(new NameConstraints(new GeneralSubtree[] {services}, null));
    }
}
