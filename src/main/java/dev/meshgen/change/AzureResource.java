package dev.meshgen.change;

import dev.meshgen.change.ReplacementTable.Argument;
import java.util.Map;

/**
 * A resource in Azure, as far as it may be replaced.
 *
 * @param address as Terraform names it
 * @param values of the arguments that force replacement: a text, or an address
 */
record AzureResource(String address, Map<Argument, String> values) {}
