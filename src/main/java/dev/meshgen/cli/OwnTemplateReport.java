package dev.meshgen.cli;

import dev.meshgen.diagnostic.Printable;
import dev.meshgen.tree.OwnTemplate;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Says which of the user's templates replace built-in ones, and which don't. */
final class OwnTemplateReport {
    private static final int LONGEST_LIST = 20;

    private OwnTemplateReport() {}

    static void print(PrintWriter out, SortedMap<String, OwnTemplate> templates, boolean verbose) {
        if (templates.isEmpty()) {
            return;
        }
        List<String> added = new ArrayList<>();
        templates.forEach((name, template) -> {
            if (template.isNew()) {
                added.add("  " + name
                        + template.meant()
                                .map(each -> "  (did you mean `" + each + "`?)")
                                .orElse(""));
            }
        });
        int replacing = templates.size() - added.size();
        out.println("Your templates: " + replacing + (replacing == 1 ? " replaces" : " replace") + " a built-in one, "
                + added.size() + (added.size() == 1 ? " has" : " have") + " a path that no built-in one has"
                + (added.isEmpty() ? "." : ":"));
        int shown = verbose ? added.size() : Math.min(added.size(), LONGEST_LIST);
        added.stream().limit(shown).map(Printable::text).forEach(out::println);
        if (added.size() > shown) {
            out.println("  ... and " + (added.size() - shown) + " more; `generate --verbose` lists all");
        }
        templates.forEach((name, template) -> {
            if (!template.makesFile()) {
                out.println(Printable.text("  " + name + " renders to nothing, so it makes no file"));
            }
        });
    }
}
