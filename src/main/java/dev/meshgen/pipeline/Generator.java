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
import dev.meshgen.pki.Authority;
import dev.meshgen.pki.AuthoritySettings;
import dev.meshgen.plan.Planner;
import dev.meshgen.render.RenderedFile;
import dev.meshgen.render.Renderer;
import dev.meshgen.render.TemplateStore;
import dev.meshgen.rule.Rules;
import dev.meshgen.schema.CompleteSpec;
import dev.meshgen.schema.SchemaChecker;
import dev.meshgen.source.SpecParser;
import dev.meshgen.source.SpecText;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The compiler: calls the stages in order, and stops at the first one that reports an error. */
public final class Generator {
    private final String version;
    private final LocalDate asOf;

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

    public Outcome<CheckedMesh> validate(SpecText text) {
        return new SpecParser()
                .parse(text)
                .then(SchemaChecker.load()::check)
                .map(spec -> new CheckedMesh(new MeshBinder().bind(spec), spec))
                .then(this::applyRules);
    }

    private Outcome<CheckedMesh> applyRules(CheckedMesh checked) {
        FindingLocator locator = new FindingLocator(checked.spec().document());
        List<Diagnostic> findings = Rules.all(asOf).stream()
                .flatMap(rule -> rule.check(checked.mesh()).map(finding -> locator.locate(rule, finding)))
                .toList();
        return Outcome.of(checked, findings);
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

    /** The certificate authority of a specification's mesh. */
    public Outcome<Authority> authority(SpecText text, Optional<Path> folder, AuthoritySettings settings) {
        return validate(text)
                .then(checked -> Authority.of(
                        checked.mesh(),
                        folder.orElseGet(() -> Path.of("out", checked.mesh().name())),
                        settings));
    }

    /** Makes what the authority lacks; its files belong to it alone and aren't part of the output tree. */
    public Outcome<List<String>> certify(CheckedMesh checked, Path folder, AuthoritySettings settings) {
        return Authority.of(checked.mesh(), folder, settings).then(Authority::issueOrPostpone);
    }

    /** Brings the folder to the tree's state. */
    public Outcome<ChangeSet> write(OutputTree tree, Path folder, boolean force) {
        return new TreeWriter(folder, force).write(tree);
    }
}
