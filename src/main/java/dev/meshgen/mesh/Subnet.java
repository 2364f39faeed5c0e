package dev.meshgen.mesh;

import java.util.Locale;
import java.util.Map;

/** A subnet as Azure knows it. */
public record Subnet(String name, CidrBlock addressPrefix, String securityGroupName) {
    /** Azure's names by the specification's keys; Azure itself demands AzureBastionSubnet. */
    private static final Map<String, String> NAMES = Map.of(
            "system", "System",
            "user", "User",
            "pods", "Pods",
            "applicationGateway", "AppGateway",
            "bastion", "AzureBastionSubnet",
            "privateEndpoints", "PrivateEndpoints");

    static Subnet of(String prefix, Subnets.Named subnet) {
        String name = NAMES.get(subnet.key());
        return new Subnet(name, subnet.range(), prefix + "-" + name.toLowerCase(Locale.ROOT) + "-nsg");
    }

    /** The name as a bare word. */
    public Identifier hclName() {
        return new Identifier(name);
    }
}
