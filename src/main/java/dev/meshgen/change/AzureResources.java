package dev.meshgen.change;

import dev.meshgen.change.ReplacementTable.Argument;
import dev.meshgen.change.ReplacementTable.Resource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lists the resources that a tree's Terraform makes. */
final class AzureResources {
    /** A subnet of another module, as our templates name it. */
    private static final Pattern SUBNET = Pattern.compile("module\\.(cluster-[a-z0-9-]+)\\.subnet_ids\\[(\"\\w+\")]");

    private final TerraformFiles files;
    private final SortedMap<String, AzureResource> found = new TreeMap<>();

    private AzureResources(TerraformFiles files) {
        this.files = files;
    }

    static SortedMap<String, AzureResource> of(TerraformFiles files) {
        AzureResources resources = new AzureResources(files);
        ReplacementTable.ROWS.forEach(resources::add);
        return resources.found;
    }

    private void add(Resource row) {
        switch (row.scope()) {
            case "cluster" ->
                files.clusters().forEach((name, values) -> add(row, "module.cluster-" + name + ".", values));
            case "region" -> files.regions().forEach((name, values) -> add(row, "module.region-" + name + ".", values));
            default -> add(row, "", files.shared());
        }
    }

    private void add(Resource row, String module, TerraformValues values) {
        if (row.condition().isPresent() && values.get(row.condition().get()).isEmpty()) {
            return;
        }
        if (row.each().isEmpty()) {
            boolean exists =
                    !module.isEmpty() || values.get(address(row.address())).isPresent();
            if (exists) {
                put(row, module, module + row.address(), values, Map.of());
            }
            return;
        }
        String each = row.each().get();
        for (String key : values.keys(each)) {
            boolean lists = each.endsWith("_secrets");
            Collection<String> keys = lists
                    ? values.keys(each + "." + key).stream()
                            .map(item -> key + "/" + item)
                            .toList()
                    : List.of(key);
            for (String full : keys) {
                put(row, module, module + row.address() + "[\"" + full + "\"]", values, names(key, full, values));
            }
        }
    }

    /** A resource block's name, without the key of one of its resources. */
    private static String address(String address) {
        return address.replaceFirst("\\[.*", "");
    }

    private Map<String, String> names(String key, String full, TerraformValues values) {
        String pods = files.clusters().containsKey(key)
                        && files.clusters().get(key).get("csi_identity").isPresent()
                ? "azurerm_user_assigned_identity.csi[0]"
                : "azurerm_kubernetes_cluster.this";
        return Map.of(
                "{key}", full,
                "{cluster}", key,
                "{pods}", pods,
                "{from}", values.get("peerings." + key + ".from").orElse(""),
                "{to}", values.get("peerings." + key + ".to").orElse(""));
    }

    private void put(Resource row, String module, String address, TerraformValues values, Map<String, String> names) {
        Map<Argument, String> arguments = new LinkedHashMap<>();
        row.arguments().forEach(argument -> {
            String source = argument.source();
            for (Map.Entry<String, String> name : names.entrySet()) {
                source = source.replace(name.getKey(), name.getValue());
            }
            if (argument.isReference()) {
                arguments.put(argument, source.startsWith("module.") ? source : module + source);
            } else {
                arguments.put(
                        argument, values.get(source).map(AzureResources::subnet).orElse("none"));
            }
        });
        found.put(address, new AzureResource(address, arguments));
    }

    private static String subnet(String value) {
        Matcher matcher = SUBNET.matcher(value);
        return matcher.matches()
                ? "module." + matcher.group(1) + ".azurerm_subnet.this[" + matcher.group(2) + "]"
                : value;
    }

    /** Whether a value is the address of a resource. */
    static boolean isAddress(String value) {
        return Stream.of("module.", "azurerm_").anyMatch(value::startsWith);
    }
}
