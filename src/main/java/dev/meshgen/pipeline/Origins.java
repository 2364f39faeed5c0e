package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.plan.OutputPlan;
import dev.meshgen.plan.PlannedFile;
import dev.meshgen.plan.Scope;
import dev.meshgen.render.Renderer;
import dev.meshgen.render.TemplateStore;
import dev.meshgen.render.TracedFile;
import dev.meshgen.schema.SpecValue;
import dev.meshgen.tree.OutputFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The origins of the files of one tree.
 *
 * @param files all that the plan made; a template that renders to nothing makes none
 */
public record Origins(CheckedMesh checked, TemplateStore store, OutputPlan plan, List<OutputFile> files) {
    public Origins {
        files = List.copyOf(files);
    }

    /** Paths of all files, sorted. */
    public List<String> paths() {
        return files.stream().map(OutputFile::path).toList();
    }

    /**
     * The origin of one of the files.
     *
     * @param number of the line in question, counted from 1
     */
    public FileOrigin of(String path, Optional<Integer> number) {
        PlannedFile planned = plan.files().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow();
        TracedFile traced = new Renderer(store).trace(planned);
        List<String> lines = traced.file().text().lines().toList();
        return new FileOrigin(
                path,
                store.position(planned.template()),
                part(planned.scope()),
                lines.size(),
                number.filter(each -> each <= lines.size())
                        .map(each -> line(each, lines.get(each - 1), traced, planned.scope())));
    }

    private FileOrigin.Line line(int number, String text, TracedFile traced, Scope scope) {
        Optional<String> source =
                traced.sources().get(number - 1).map(each -> store.position(each.template()) + ":" + each.number());
        boolean isHeader = source.isEmpty();
        List<SpecValue> values = isHeader ? List.of() : new ValuesInLine(text, scope).of(SpecValue.of(checked.spec()));
        return new FileOrigin.Line(
                number,
                text,
                source,
                values.stream().map(this::value).distinct().toList());
    }

    private FileOrigin.Value value(SpecValue value) {
        SpecPath path = value.written().orElse(value.path());
        return new FileOrigin.Value(
                path, value.text(), value.written().map(checked.spec().document()::spanOf));
    }

    private static String part(Scope scope) {
        return Stream.of(
                        scope.region().map(region -> "region " + region.name()),
                        scope.cluster().map(cluster -> "cluster " + cluster.name()),
                        scope.application().map(application -> "application " + application.name()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }
}
