package dev.meshgen.benchmarks;

import dev.meshgen.binding.MeshBinder;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.plan.OutputPlan;
import dev.meshgen.plan.Planner;
import dev.meshgen.render.Renderer;
import dev.meshgen.render.TemplateStore;
import dev.meshgen.rule.Rule;
import dev.meshgen.rule.Rules;
import dev.meshgen.schema.CheckedSpec;
import dev.meshgen.schema.CompleteSpec;
import dev.meshgen.schema.SchemaChecker;
import dev.meshgen.source.SpecDocument;
import dev.meshgen.source.SpecParser;
import dev.meshgen.source.SpecReader;
import dev.meshgen.source.SpecText;
import dev.meshgen.tree.OutputFile;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each stage on the result of those before it, in a JVM that is warm; {@code -bm ss -wi 0 -i 1 -f
 * 5} measures the first call instead, which is what a run of a command has.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StageBenchmark {
    @Param({"two-regions", "five-clusters"})
    public String sample = "";

    private final List<Rule> rules = Rules.all(LocalDate.parse("2026-11-22"));
    private final SchemaChecker schema = SchemaChecker.load();
    private final TemplateStore templates = TemplateStore.builtIn();

    private SpecText text;
    private SpecDocument document;
    private CompleteSpec complete;
    private Mesh mesh;
    private OutputPlan plan;

    @Setup
    public void prepare() {
        text = value(new SpecReader().read(Path.of("samples", sample, "mesh.yaml")));
        document = parse();
        complete = check().readings().get(0);
        mesh = bind();
        plan = plan();
    }

    @Benchmark
    public SpecDocument parse() {
        return value(new SpecParser().parse(text));
    }

    @Benchmark
    public SchemaChecker loadSchema() {
        return SchemaChecker.load();
    }

    @Benchmark
    public CheckedSpec check() {
        return schema.check(document);
    }

    @Benchmark
    public Mesh bind() {
        return new MeshBinder().bind(complete);
    }

    @Benchmark
    public long applyRules() {
        return rules.stream().mapToLong(rule -> rule.checkAll(List.of(mesh)).count()).sum();
    }

    @Benchmark
    public TemplateStore readTemplates() {
        return TemplateStore.builtIn();
    }

    @Benchmark
    public OutputPlan plan() {
        return value(new Planner().plan(mesh, templates.names()));
    }

    @Benchmark
    public List<OutputFile> render() {
        return value(new Renderer(templates).render(plan));
    }

    private static <T> T value(Outcome<T> outcome) {
        return outcome.value().orElseThrow(() -> new IllegalStateException(outcome.diagnostics().toString()));
    }
}
