package dev.meshgen.rule;

import dev.meshgen.mesh.KeyVault;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** A vault without public access ignores its ranges. */
final class ClosedVault implements Rule {
    @Override
    public String id() {
        return "closed-vault";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        KeyVault.NetworkAccess access = mesh.azure().keyVault().networkAccess();
        if (access.isPublic() || access.allowedIpRanges().isEmpty()) {
            return Stream.empty();
        }
        return Stream.of(Finding.error(
                        Paths.ALLOWED_IP_RANGES,
                        "The Key Vault has no public network access, so no range reaches it.",
                        "Remove `allowedIpRanges`, or set `publicNetworkAccess: true`: the vault is then open to these"
                                + " ranges only.")
                .seeAlso(Paths.AZURE.key("keyVault").key("publicNetworkAccess"), "public access is closed here."));
    }
}
