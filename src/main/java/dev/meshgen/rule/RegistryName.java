package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** The registry's name must have 5 to 50 characters, also where it is computed. */
final class RegistryName implements Rule {
    @Override
    public String id() {
        return "registry-name";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        String name = mesh.azure().containerRegistry().name();
        return name.length() >= 5 && name.length() <= 50
                ? Stream.empty()
                : Stream.of(Finding.error(
                                SpecPath.of("metadata", "name"),
                                "The container registry's computed name `" + name + "` has " + name.length()
                                        + " characters; Azure allows 5 to 50.",
                                "Set `spec.azure.containerRegistry.name`.")
                        .givenBy(Paths.AZURE.key("containerRegistry").key("name")));
    }
}
