package dev.meshgen.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.binding.MeshBinder;
import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.output.ChangeSet;
import dev.meshgen.output.Digest;
import dev.meshgen.output.OutputFile;
import dev.meshgen.output.OutputTree;
import dev.meshgen.output.TreeWriter;
import dev.meshgen.pki.CertificatePlan;
import dev.meshgen.pki.Issuance;
import dev.meshgen.pki.PkiEnvironment;
import dev.meshgen.pki.PublicFile;
import dev.meshgen.plan.Planner;
import dev.meshgen.render.RenderedFile;
import dev.meshgen.render.Renderer;
import dev.meshgen.render.TemplateStore;
import dev.meshgen.rule.Rules;
import dev.meshgen.schema.CheckedSpec;
import dev.meshgen.schema.CompleteSpec;
import dev.meshgen.schema.SchemaChecker;
import dev.meshgen.source.SpecParser;
import dev.meshgen.source.SpecText;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The compiler: calls the stages in order, and stops where a mesh has errors. */
public final class Generator {
    private final String version;
    private final LocalDate asOf;
    private final SchemaChecker schema = SchemaChecker.load();

    /**
     * @param version of this program, for the lock
     * @param asOf the day on which versions must still be supported
     */
    public Generator(String version, LocalDate asOf) {
        this.version = version;
        this.asOf = asOf;
    }

    /** A mesh that passed every check, with the specification that it came from. */
    public record CheckedMesh(Mesh mesh, CompleteSpec spec) {}

    /** Every problem in one run: a value that the schema refuses doesn't hide what the rules find in the rest. */
    public Outcome<CheckedMesh> validate(SpecText text) {
        return new SpecParser().parse(text).map(schema::check).then(this::bind);
    }

    private Outcome<CheckedMesh> bind(CheckedSpec spec) {
        List<CheckedMesh> readings = spec.readings().stream()
                .map(complete -> new CheckedMesh(new MeshBinder().bind(complete), complete))
                .toList();
        List<Diagnostic> diagnostics = new ArrayList<>(spec.document().problems());
        diagnostics.addAll(spec.errors());
        diagnostics.addAll(
                findings(spec, readings.stream().map(CheckedMesh::mesh).toList()));
        boolean failed = diagnostics.stream().anyMatch(Diagnostic::isError);
        return new Outcome<>(failed ? Optional.empty() : Optional.of(readings.get(0)), diagnostics);
    }

    private List<Diagnostic> findings(CheckedSpec spec, List<Mesh> readings) {
        FindingLocator locator = new FindingLocator(spec.document(), spec.blanks());
        return Rules.all(asOf).stream()
                .flatMap(rule ->
                        rule.checkAll(readings).filter(locator::isKnown).map(finding -> locator.locate(rule, finding)))
                .toList();
    }

    /** The whole tree in memory. */
    public Outcome<OutputTree> render(CheckedMesh checked, TemplateStore templates) {
        return new Planner()
                .plan(checked.mesh(), templates.names())
                .then(new Renderer(templates)::render)
                .map(files -> OutputTree.of(
                        "meshgen " + version,
                        Digest.sha256(checked.spec().canonicalText().getBytes(UTF_8)),
                        files.stream().map(Generator::outputFile).toList()));
    }

    /** The text that one template about the mesh as a whole renders to. */
    public Outcome<String> draw(CheckedMesh checked, String template) {
        return new Renderer(TemplateStore.builtIn())
                .render(new Planner().planOne(checked.mesh(), template))
                .map(files -> files.get(0).text());
    }

    private static OutputFile outputFile(RenderedFile file) {
        return new OutputFile(file.path(), file.template(), file.isExecutable(), file.text());
    }

    /** The templates that this program ships, under a user's own. */
    public Outcome<TemplateStore> templates(Optional<Path> own) {
        TemplateStore builtIn = TemplateStore.builtIn();
        return own.map(builtIn::overlaidBy).orElseGet(() -> Outcome.of(builtIn));
    }

    /** What {@link #write} would do to the folder. */
    public Outcome<ChangeSet> compare(OutputTree tree, Path folder, boolean force) {
        return new TreeWriter(folder, force).compare(tree);
    }

    /** Makes what the mesh's certificate authority lacks; its files belong to it alone and aren't part of the output tree. */
    public Outcome<List<PublicFile>> certify(CertificatePlan plan, PkiEnvironment environment) {
        return new Issuance(environment).ensureOrPostpone(plan);
    }

    /** Brings the folder to the tree's state. */
    public Outcome<ChangeSet> write(OutputTree tree, Path folder, boolean force) {
        return new TreeWriter(folder, force).write(tree);
    }
}
