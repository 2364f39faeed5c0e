package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Azure;
import dev.meshgen.mesh.Mesh;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Roles are assigned to an object of Entra; a subscription and a tenant are none. */
final class DeployerId implements Rule {
    private static final SpecPath KEY = Paths.AZURE.key("deployerObjectId");

    @Override
    public String id() {
        return "deployer-id";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        Azure.Account account = mesh.azure().account();
        Map<String, String> others = new LinkedHashMap<>();
        others.put("tenantId", account.tenantId());
        others.put("subscriptionId", account.subscriptionId());
        return account.deployerObjectId().stream()
                .flatMap(deployer -> others.entrySet().stream()
                        .filter(other -> other.getValue().equalsIgnoreCase(deployer))
                        .limit(1)
                        .map(other -> finding(other.getKey())));
    }

    private static Finding finding(String key) {
        return Finding.error(
                        KEY,
                        "`deployerObjectId` is the same ID as `" + key + "`, which can't get a role.",
                        "Replace it by what `az ad signed-in-user show --query id` prints, or by the object ID of a"
                                + " group, or remove the key.")
                .seeAlso(Paths.AZURE.key(key), "`" + key + "` is here.");
    }
}
