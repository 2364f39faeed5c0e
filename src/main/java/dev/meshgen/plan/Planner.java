package dev.meshgen.plan;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** Expands the placeholders in template names: one file for each region, cluster or application. */
public final class Planner {
    /** A path segment with this prefix marks a part of other templates, which makes no file. */
    private static final String PARTIAL = "_";

    /** The dot of a hidden file: under its own name such a template would act on templates/. */
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

    /** One file about the mesh as a whole, from any template, parts of others included. */
    public OutputPlan planOne(Mesh mesh, String template) {
        return new OutputPlan(List.of(new PlannedFile(template, template, Scope.of(mesh))));
    }

    private static boolean isPartial(String template) {
        return Stream.of(template.split("/")).anyMatch(segment -> segment.startsWith(PARTIAL));
    }

    private static Stream<PlannedFile> expand(PlannedFile file) {
        Mesh mesh = file.scope().mesh();
        return Stream.of(file)
                .flatMap(each -> expand(each, "{region}", mesh.regions(), Region::name, Scope::with))
                .flatMap(each -> expand(each, "{cluster}", mesh.clusters(), Cluster::name, Scope::with))
                .flatMap(each -> expand(each, "{application}", mesh.applications(), Application::name, Scope::with));
    }

    /** One file for each part if the path has the placeholder, otherwise the file itself. */
    private static <T> Stream<PlannedFile> expand(
            PlannedFile file,
            String placeholder,
            List<T> parts,
            Function<T, String> name,
            BiFunction<Scope, T, Scope> narrow) {
        if (!file.path().contains(placeholder)) {
            return Stream.of(file);
        }
        return parts.stream()
                .map(part -> new PlannedFile(
                        file.path().replace(placeholder, name.apply(part)),
                        file.template(),
                        narrow.apply(file.scope(), part)));
    }

    private static Diagnostic clash(PlannedFile first, PlannedFile second) {
        return Diagnostic.error(
                "plan-same-path",
                SourceSpan.wholeFile(second.template()),
                "Templates `" + first.template() + "` and `" + second.template() + "` both make `" + first.path()
                        + "`.",
                "Rename one of the two templates.");
    }
}
