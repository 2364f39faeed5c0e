package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The Key Vault's name must have at most 24 characters, also where it is computed. */
final class KeyVaultName implements Rule {
    @Override
    public String id() {
        return "key-vault-name";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        String name = mesh.azure().keyVault().name();
        return name.length() <= 24
                ? Stream.empty()
                : Stream.of(Finding.error(
                                SpecPath.of("metadata", "name"),
                                "The Key Vault's computed name `" + name + "` has " + name.length()
                                        + " characters; Azure allows 24.",
                                "Set `spec.azure.keyVault.name`, or shorten the mesh's name.")
                        .givenBy(Paths.AZURE.key("keyVault").key("name")));
    }
}
