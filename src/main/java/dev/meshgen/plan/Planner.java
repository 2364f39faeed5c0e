package dev.meshgen.plan;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.diagnostic.Suggestion;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Region;
import dev.meshgen.tree.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Expands the placeholders in template names: one file for each region, cluster or application. */
public final class Planner {
    /** A path segment with this prefix marks a part of other templates, which makes no file. */
    private static final String PARTIAL = "_";

    /** The dot of a hidden file: under its own name such a template would act on templates/. */
    private static final String DOT = "{dot}";

    private static final List<String> PLACEHOLDERS = List.of("{cluster}", "{region}", "{application}", DOT);

    private static final Pattern BRACES = Pattern.compile("\\{[^{}/]*}?|}");

    private final UnaryOperator<String> position;

    public Planner() {
        this(UnaryOperator.identity());
    }

    /** @param position how messages name a template */
    public Planner(UnaryOperator<String> position) {
        this.position = position;
    }

    /** What may not be in a tree is refused here, before a template's text matters. */
    public Outcome<OutputPlan> plan(Mesh mesh, List<String> templates) {
        SortedMap<String, PlannedFile> files = new TreeMap<>();
        List<Diagnostic> errors = new ArrayList<>();
        List<String> expandable = new ArrayList<>();
        for (String template : templates) {
            if (!isPartial(template)) {
                List<Diagnostic> unknown = unknownPlaceholders(template);
                errors.addAll(unknown);
                if (unknown.isEmpty()) {
                    expandable.add(template);
                }
            }
        }
        expandable.stream()
                .flatMap(template -> expand(new PlannedFile(template.replace(DOT, "."), template, Scope.of(mesh))))
                .forEach(file -> {
                    Optional<String> refusal = TreePath.refusal(file.path());
                    if (refusal.isPresent()) {
                        errors.add(refused(file, refusal.get()));
                        return;
                    }
                    PlannedFile first = files.putIfAbsent(file.path(), file);
                    if (first != null) {
                        errors.add(clash(first, file));
                    }
                });
        return Outcome.of(new OutputPlan(List.copyOf(files.values())), errors);
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

    /** So that a misspelt placeholder isn't the name of a file. */
    private List<Diagnostic> unknownPlaceholders(String template) {
        return BRACES.matcher(template)
                .results()
                .map(MatchResult::group)
                .filter(each -> !PLACEHOLDERS.contains(each))
                .distinct()
                .map(each -> unknownPlaceholder(template, each))
                .toList();
    }

    private Diagnostic unknownPlaceholder(String template, String placeholder) {
        String meant = Suggestion.nearest(placeholder, PLACEHOLDERS)
                .map(each -> " Did you mean `" + each + "`?")
                .orElse("");
        return Diagnostic.error(
                "plan-placeholder",
                SourceSpan.wholeFile(position.apply(template)),
                "The path of template `" + template + "` has `" + placeholder + "`, which is no placeholder." + meant,
                "Rename the template; the placeholders are " + "`" + String.join("`, `", PLACEHOLDERS) + "`.");
    }

    private Diagnostic refused(PlannedFile file, String fact) {
        return Diagnostic.error(
                "plan-path",
                SourceSpan.wholeFile(position.apply(file.template())),
                "Template `" + file.template() + "` would make `" + file.path() + "`, which " + fact + ".",
                "Rename the template; meshgen writes plain files in the tree and leaves those of git, terraform, the"
                        + " scripts and the certificate authority alone.");
    }

    private Diagnostic clash(PlannedFile first, PlannedFile second) {
        return Diagnostic.error(
                "plan-same-path",
                SourceSpan.wholeFile(position.apply(second.template())),
                "Templates `" + first.template() + "` and `" + second.template() + "` both make `" + first.path()
                        + "`.",
                "Rename one of the two templates.");
    }
}
