package dev.meshgen.pki;

import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Names of a planned certificate, in the order of Istio's own tool. */
final class DistinguishedName {
    private DistinguishedName() {}

    static X500Name of(PlannedCertificate planned) {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        name.addRDN(BCStyle.O, planned.organization());
        planned.commonName().ifPresent(text -> name.addRDN(BCStyle.CN, text));
        planned.locality().ifPresent(text -> name.addRDN(BCStyle.L, text));
        return name.build();
    }

    static GeneralNames alternatives(List<String> dnsNames) {
        return new GeneralNames(dnsNames.stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }
}
