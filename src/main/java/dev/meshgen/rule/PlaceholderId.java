package dev.meshgen.rule;

import dev.meshgen.mesh.Azure;
import dev.meshgen.mesh.Mesh;
import java.util.Map;
import java.util.stream.Stream;

/** The IDs of subscription and tenant must be real before anything is applied. */
final class PlaceholderId implements Rule {
    private static final String ZEROS = "00000000-0000-0000-0000-000000000000";

    @Override
    public String id() {
        return "placeholder-id";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        Azure.Account account = mesh.azure().account();
        return Stream.of(
                        Map.entry("subscriptionId", account.subscriptionId()),
                        Map.entry("tenantId", account.tenantId()))
                .filter(each -> each.getValue().equals(ZEROS))
                .map(each -> Finding.warning(
                        Paths.AZURE.key(each.getKey()),
                        "`" + each.getKey() + "` is the placeholder of `meshgen init`.",
                        "Replace it by what `az account show --query "
                                + (each.getKey().equals("tenantId") ? "tenantId" : "id") + "` prints."));
    }
}
