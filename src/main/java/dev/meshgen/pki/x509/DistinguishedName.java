package dev.meshgen.pki.x509;

import dev.meshgen.pki.plan.PlannedCertificate;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Names of a certificate, in the order of Istio's own tool. */
public final class DistinguishedName {
    private DistinguishedName() {}

    /** The subject that a plan asks for, as text. */
    public static String text(PlannedCertificate planned) {
        return of(planned).toString();
    }

    /** The subject of a certificate, as text. */
    public static String text(X509Certificate certificate) {
        return of(certificate).toString();
    }

    public static boolean matches(PlannedCertificate planned, X509Certificate certificate) {
        return of(planned).equals(of(certificate));
    }

    static X500Name of(PlannedCertificate planned) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        name.addRDN(BCStyle.O, planned.organization());
        planned.commonName().ifPresent(text -> name.addRDN(BCStyle.CN, text));
        planned.locality().ifPresent(text -> name.addRDN(BCStyle.L, text));
        return name.build();
    }

    private static X500Name of(X509Certificate certificate) {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    static GeneralNames alternatives(List<String> dnsNames) {
        return new GeneralNames(dnsNames.stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }
}
