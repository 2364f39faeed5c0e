package dev.meshgen.rule;

import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The add-on's identity should not read the Key Vault: it belongs to the nodes, not to a pod. */
final class AddonIdentity implements Rule {
    @Override
    public String id() {
        return "addon-identity";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        if (!mesh.hasSharedVaultIdentity()) {
            return Stream.empty();
        }
        return Stream.of(Finding.warning(
                Paths.AZURE.key("keyVault").key("access"),
                "With `addonIdentity`, every pod that reaches its node's metadata service can read the CA key of its"
                        + " cluster.",
                "Use `workloadIdentity`. The generated NetworkPolicies keep the applications' pods from the service,"
                        + " and no others."));
    }
}
