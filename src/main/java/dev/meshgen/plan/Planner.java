package dev.meshgen.plan;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.mesh.Mesh;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Expands the placeholders in template names: one file for each region, cluster or application. */
public final class Planner {
    /** Path segments that start so are partials: templates for other templates, no files. */
    private static final String PARTIAL = "_";

    /** Stands for the dot of a hidden file, which under its own name would act on the template folder itself. */
    private static final String DOT = "{dot}";

    public Outcome<OutputPlan> plan(Mesh mesh, List<String> templates) {
        SortedMap<String, PlannedFile> files = new TreeMap<>();
        List<Diagnostic> clashes = new ArrayList<>();
        templates.stream()
                .filter(template -> !isPartial(template))
                .flatMap(template -> expand(new PlannedFile(template.replace(DOT, "."), template, Scope.of(mesh))))
                .forEach(file -> {
                    PlannedFile first = files.putIfAbsent(file.path(), file);
                    if (first != null) {
                        clashes.add(clash(first, file));
                    }
                });
        return Outcome.of(new OutputPlan(List.copyOf(files.values())), clashes);
    }

    /** One file about the mesh as a whole, of any template, partials too. */
    public OutputPlan planOne(Mesh mesh, String template) {
        return new OutputPlan(List.of(new PlannedFile(template, template, Scope.of(mesh))));
    }

    private static boolean isPartial(String template) {
        return Stream.of(template.split("/")).anyMatch(segment -> segment.startsWith(PARTIAL));
    }

    private static Stream<PlannedFile> expand(PlannedFile file) {
        Mesh mesh = file.scope().mesh();
        return Stream.of(file)
                .flatMap(each -> each.path().contains("{region}")
                        ? mesh.regions().stream()
                                .map(region -> at(
                                        each,
                                        "{region}",
                                        region.name(),
                                        each.scope().with(region)))
                        : Stream.of(each))
                .flatMap(each -> each.path().contains("{cluster}")
                        ? mesh.clusters().stream()
                                .map(cluster -> at(
                                        each,
                                        "{cluster}",
                                        cluster.name(),
                                        each.scope().with(cluster)))
                        : Stream.of(each))
                .flatMap(each -> each.path().contains("{application}")
                        ? mesh.applications().stream()
                                .map(application -> at(
                                        each,
                                        "{application}",
                                        application.name(),
                                        each.scope().with(application)))
                        : Stream.of(each));
    }

    private static PlannedFile at(PlannedFile file, String placeholder, String name, Scope scope) {
        return new PlannedFile(file.path().replace(placeholder, name), file.template(), scope);
    }

    private static Diagnostic clash(PlannedFile first, PlannedFile second) {
        return Diagnostic.error(
                "plan-same-path",
                SourceSpan.wholeFile(second.template()),
                "Templates `" + first.template() + "` and `" + second.template() + "` both make `" + first.path()
                        + "`.",
                "Rename one of them.");
    }
}
