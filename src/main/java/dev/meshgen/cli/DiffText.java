package dev.meshgen.cli;

import dev.meshgen.change.AzureChange;
import dev.meshgen.change.AzureChanges;
import dev.meshgen.change.FileChange;
import dev.meshgen.change.TreeDifference;
import dev.meshgen.diagnostic.Printable;
import dev.meshgen.pipeline.Compared;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints how trees differ, for people. */
record DiffText(PrintWriter out, boolean colour) {
    /** What holds data or addresses, or serves requests; the others follow these. */
    private static final List<String> NOTABLE = List.of(
            "azurerm_kubernetes_cluster",
            "azurerm_kubernetes_cluster_node_pool",
            "azurerm_key_vault",
            "azurerm_container_registry",
            "azurerm_log_analytics_workspace",
            "azurerm_application_gateway",
            "azurerm_public_ip",
            "azurerm_virtual_network",
            "azurerm_bastion_host",
            "azurerm_resource_group");

    private static final int BAR = 40;

    void print(Compared compared, boolean stat, boolean all) {
        TreeDifference difference = compared.difference();
        difference.summary().forEach(this::line);
        printAzure(difference.azure(), all);
        compared.states().forEach((path, state) -> line(path + ": " + state.words()));
        if (stat) {
            printStat(difference.files());
        } else {
            difference.files().forEach(file -> file.unified().forEach(this::printChange));
        }
        out.flush();
    }

    private void line(String text) {
        out.println(Printable.text(text));
    }

    /** Nothing, if nothing is destroyed or replaced. */
    void printAzure(List<AzureChange> changes, boolean all) {
        if (changes.isEmpty()) {
            return;
        }
        out.println(paint(
                "31",
                "Terraform destroys or replaces " + changes.size() + " "
                        + (changes.size() == 1 ? "resource" : "resources") + " in Azure (" + AzureChanges.source()
                        + "):"));
        List<AzureChange> shown = changes.stream()
                .filter(each -> all || NOTABLE.contains(each.type()))
                .sorted(Comparator.<AzureChange>comparingInt(DiffText::rank).thenComparing(AzureChange::address))
                .toList();
        shown.forEach(
                each -> line("  " + each.address() + " is " + each.action().words() + ": " + each.because()));
        Map<String, Long> rest = changes.stream()
                .filter(each -> !shown.contains(each))
                .collect(Collectors.groupingBy(AzureChange::type, TreeMap::new, Collectors.counting()));
        if (!rest.isEmpty()) {
            line("  and "
                    + rest.entrySet().stream()
                            .map(each -> each.getValue() + " " + each.getKey())
                            .collect(Collectors.joining(", "))
                    + "; `--verbose` lists all");
        }
    }

    private static int rank(AzureChange change) {
        int rank = NOTABLE.indexOf(change.type());
        return rank < 0 ? NOTABLE.size() : rank;
    }

    private void printStat(List<FileChange> files) {
        int added = 0;
        int removed = 0;
        for (FileChange file : files) {
            FileChange.Count count = file.count();
            added += count.added();
            removed += count.removed();
            int most = Math.max(1, (count.added() + count.removed() + BAR - 1) / BAR);
            out.println(" " + Printable.text(file.path()) + " | " + (count.added() + count.removed()) + " "
                    + paint("32", "+".repeat(count.added() / most)) + paint("31", "-".repeat(count.removed() / most)));
        }
        out.println(files.size() + (files.size() == 1 ? " file differs, " : " files differ, ") + added
                + " lines added, " + removed + " lines removed.");
    }

    private void printChange(String line) {
        String shown = Printable.text(line);
        if (line.startsWith("+++") || line.startsWith("---")) {
            out.println(paint("1", shown));
        } else if (line.startsWith("@@")) {
            out.println(paint("36", shown));
        } else {
            out.println(line.startsWith("+") ? paint("32", shown) : line.startsWith("-") ? paint("31", shown) : shown);
        }
    }

    private String paint(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
