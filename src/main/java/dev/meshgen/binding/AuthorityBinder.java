package dev.meshgen.binding;

import dev.meshgen.mesh.CertManager;
import dev.meshgen.mesh.CertificateAuthority;
import dev.meshgen.mesh.CertificateAuthority.Issuer;
import dev.meshgen.mesh.KeyAlgorithm;
import dev.meshgen.mesh.OwnAuthority;
import java.util.List;

/** Makes the certificate authority: one kind for each issuer. */
final class AuthorityBinder {
    private static final String CERT_MANAGER = "certManager";

    /** The issuer, and each issuer's settings; no other key is in the mapping. */
    private static final List<String> OWN = List.of(
            "keyAlgorithm",
            "organization",
            "root",
            "rootKeyEncryption",
            "rootValidityDays",
            "intermediateValidityDays",
            "serverValidityDays");

    private AuthorityBinder() {}

    /** @param mesh its name, the default organization */
    static CertificateAuthority bind(String mesh, Fields authority) {
        return switch (authority.choice("issuer", Issuer.class)) {
            case MESHGEN -> own(mesh, authority);
            case CERT_MANAGER -> certManager(authority);
        };
    }

    private static OwnAuthority own(String mesh, Fields authority) {
        return new OwnAuthority(
                authority.choice("keyAlgorithm", KeyAlgorithm.class),
                authority.ifText("organization").orElse(mesh),
                authority.choice("root", OwnAuthority.Root.class),
                authority.choice("rootKeyEncryption", OwnAuthority.RootKeyEncryption.class),
                new OwnAuthority.Validity(
                        authority.number("rootValidityDays"),
                        authority.number("intermediateValidityDays"),
                        authority.number("serverValidityDays")),
                authority.given(List.of(CERT_MANAGER)));
    }

    private static CertManager certManager(Fields authority) {
        Fields settings = authority.in(CERT_MANAGER);
        Fields issuer = settings.in("issuerRef");
        Fields root = settings.in("rootCertificate");
        return new CertManager(
                new CertManager.IssuerReference(issuer.text("name"), issuer.text("kind"), issuer.text("group")),
                new CertManager.RootCertificate(root.text("secretName"), root.text("key")),
                settings.number("replicas"),
                authority.given(OWN));
    }
}
