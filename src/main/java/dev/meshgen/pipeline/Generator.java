package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.RuleBook;
import dev.meshgen.diagnostic.Suggestion;
import dev.meshgen.output.DefaultFolder;
import dev.meshgen.output.DroppedTemplates;
import dev.meshgen.output.KnownTrees;
import dev.meshgen.output.NewFile;
import dev.meshgen.output.TreeInspector;
import dev.meshgen.pki.Authority;
import dev.meshgen.pki.AuthoritySettings;
import dev.meshgen.plan.Planner;
import dev.meshgen.render.Renderer;
import dev.meshgen.render.TemplateFolder;
import dev.meshgen.render.TemplateStore;
import dev.meshgen.rule.Rules;
import dev.meshgen.schema.PublishedSchema;
import dev.meshgen.schema.SchemaChecker;
import dev.meshgen.schema.SchemaGuide;
import dev.meshgen.show.SpecWriter;
import dev.meshgen.source.SpecParser;
import dev.meshgen.source.SpecReader;
import dev.meshgen.source.SpecText;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.upgrade.UpgradeTarget;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The contents page: one method for each command, which calls the stages in order and stops at the
 * first one that reports an error.
 */
public final class Generator {
    private final String version;
    private final LocalDate asOf;
    private final Optional<RecentTrees> recent;

    /**
     * @param version of this program, for the lock
     * @param asOf the day on which versions must still be supported
     */
    public Generator(String version, LocalDate asOf) {
        this(version, asOf, Optional.empty());
    }

    /**
     * @param recent a file of the user's own, in which {@link #check} notes what it has rendered
     */
    public Generator(String version, LocalDate asOf, Optional<Path> recent) {
        this.version = version;
        this.asOf = asOf;
        this.recent = recent.map(file -> new RecentTrees(new KnownTrees(file), version, asOf));
    }

    public static Outcome<SpecText> read(Path file) {
        return new SpecReader().read(file);
    }

    public static Outcome<SpecText> read(InputStream stdin) {
        return new SpecReader().read(stdin);
    }

    /**
     * Writes a first specification, if it is valid and the file does not exist, and beside it the
     * schema that its first line names.
     */
    public Outcome<Path> init(SpecText starter) {
        Path file = Path.of(starter.name());
        List<Diagnostic> errors = validate(starter).diagnostics().stream()
                .filter(Diagnostic::isError)
                .toList();
        return Outcome.of(file, errors)
                .then(valid -> NewFile.create(file, starter.text()))
                .then(written -> NewFile.createIfMissing(file.resolveSibling("mesh.schema.json"), schema(false)))
                .map(schema -> file);
    }

    /** Reports every problem: a value that the schema refuses does not hide what the rules find. */
    public Outcome<CheckedMesh> validate(SpecText text) {
        return new SpecParser()
                .parse(text)
                .map(SchemaChecker.load()::check)
                .then(new MeshChecker(Rules.all(asOf))::check);
    }

    /** The same, and every problem of the user's templates. */
    public Outcome<Validated> validate(SpecText text, Optional<Path> templates) {
        return validate(text)
                .then(checked -> new ChosenTemplates(templates)
                        .folder(checked.spec().document())
                        .then(own -> own.isEmpty()
                                ? Outcome.of(new Validated(checked.mesh(), Collections.emptySortedMap()))
                                : render(checked, templates)
                                        .map(tree -> new Validated(checked.mesh(), tree.ownTemplates()))));
    }

    /**
     * Brings the folder to the state of the specification's tree.
     *
     * <p>Certificates are made between comparing and writing. A conflict in the folder or a missing
     * key then leaves everything as it was: keys made for a tree that is never written would have
     * to be found and destroyed by hand, and a tree written without them would not apply.
     */
    public Outcome<Generated> generate(SpecText text, GenerateRequest request) {
        return validate(text)
                .then(checked -> draft(checked, request))
                .then(Draft::compare)
                .then(clear -> clear.announce(request.announce()))
                .then(clear -> certify(clear, request))
                .then(clear -> clear.write(request.mode()));
    }

    private static Outcome<Draft.Clear> certify(Draft.Clear clear, GenerateRequest request) {
        return request.mode() == GenerateRequest.Mode.DRY_RUN
                ? Outcome.of(clear)
                : request.authority().map(clear::certify).orElse(Outcome.of(clear));
    }

    /** Compares the folder with the specification's tree, and writes nothing. */
    public Outcome<Inspected> check(SpecText text, Optional<Path> folder, Optional<Path> templates) {
        return recent.flatMap(known -> known.inspect(text, folder, templates)).orElseGet(() -> {
            Outcome<RenderedMesh> rendered = validate(text).then(checked -> renderMesh(checked, templates));
            recent.ifPresent(known -> known.keep(text, templates, rendered));
            return rendered.then(made -> inspect(made, folder));
        });
    }

    /** What {@link #generate} would change in the folder; writes nothing. */
    public Outcome<Compared> diff(SpecText text, Optional<Path> folder, Optional<Path> templates) {
        return validate(text)
                .then(checked -> renderMesh(checked, templates))
                .then(rendered ->
                        inspect(rendered, folder).then(inspected -> Comparison.withFolder(inspected, rendered.tree())));
    }

    /** What changes between the trees of two specifications. */
    public Outcome<Compared> diff(SpecText before, SpecText after, Optional<Path> templates) {
        return validate(before)
                .then(checked -> render(checked, templates))
                .then(old -> validate(after)
                        .then(checked -> render(checked, templates))
                        .then(now -> Comparison.between(old, now, Path.of(after.name()))));
    }

    private Outcome<RenderedMesh> renderMesh(CheckedMesh checked, Optional<Path> templates) {
        return render(checked, templates).map(tree -> new RenderedMesh(checked, tree));
    }

    private static Outcome<Inspected> inspect(RenderedMesh rendered, Optional<Path> given) {
        return folder(rendered.checked().mesh().name(), given)
                .then(folder -> Outcome.of(rendered.tree(), dropped(folder, rendered.tree()))
                        .then(new TreeInspector(folder)::inspect)
                        .map(states -> new Inspected(folder, states)));
    }

    /**
     * The user's templates that the folder was made with and the tree wasn't, each as a warning.
     */
    private static List<Diagnostic> dropped(Path folder, OutputTree tree) {
        return new DroppedTemplates(folder)
                .in(tree).stream().map(Diagnostic::asWarning).toList();
    }

    private Outcome<Draft> draft(CheckedMesh checked, GenerateRequest request) {
        return folder(checked.mesh().name(), request.folder())
                .then(folder -> render(checked, request.templates())
                        .map(tree -> new Draft(checked.mesh(), tree, folder, request.overwrite())))
                .then(Draft::keepTemplates);
    }

    /** The whole tree in memory. */
    public Outcome<OutputTree> render(CheckedMesh checked, Optional<Path> templates) {
        return new ChosenTemplates(templates)
                .folder(checked.spec().document())
                .then(Generator::templates)
                .then(store -> new Planner(store::position)
                        .plan(checked.mesh(), store.names())
                        .then(plan -> Memory.ofThisRun().suffice(plan, name(checked)))
                        .then(new Renderer(store)::render)
                        .map(files -> OutputTree.of("meshgen " + version, files, store.own())));
    }

    private static Outcome<TemplateStore> templates(Optional<TemplateFolder> own) {
        TemplateStore builtIn = TemplateStore.builtIn();
        return own.map(builtIn::overlaidBy).orElseGet(() -> Outcome.of(builtIn));
    }

    private static String name(CheckedMesh checked) {
        return checked.spec().document().text().name();
    }

    static Outcome<Path> folder(String mesh, Optional<Path> chosen) {
        return chosen.map(Generator::withoutDots).map(Outcome::of).orElseGet(() -> DefaultFolder.of(mesh));
    }

    /** So that a stage that resolves `..` and one that has the system do it mean one folder. */
    private static Path withoutDots(Path folder) {
        Path plain = folder.normalize();
        return plain.toString().isEmpty() ? Path.of(".") : plain;
    }

    /** Opens the mesh's certificate authority, whose acts are the commands of {@code ca}. */
    public Outcome<Authority> authority(SpecText text, Optional<Path> folder, AuthoritySettings settings) {
        return validate(text)
                .then(CheckedMesh::requireOwnAuthority)
                .then(mesh -> folder(mesh.name(), folder).then(tree -> Authority.of(mesh, tree, settings)));
    }

    /** The complete specification as YAML, and on request what is derived from it. */
    public Outcome<String> show(SpecText text, boolean derived) {
        SpecWriter writer = new SpecWriter();
        return validate(text)
                .map(checked -> derived
                        ? writer.writeWithDerived(checked.spec(), checked.mesh())
                        : writer.write(checked.spec()));
    }

    /**
     * The JSON Schema of specifications.
     *
     * @param strict whether it has keywords of the standard alone
     */
    public static String schema(boolean strict) {
        return strict ? PublishedSchema.strictText() : PublishedSchema.text();
    }

    /** What the documentation says of an ID, or the schema of a key of the specification. */
    public static Optional<String> explain(String idOrKey) {
        return RuleBook.section(idOrKey).or(() -> SchemaGuide.words(idOrKey));
    }

    /** The known ID or key that an unknown one was probably meant to be. */
    public static Optional<String> meant(String idOrKey) {
        return Suggestion.nearest(
                idOrKey,
                Stream.concat(RuleBook.ids().stream(), SchemaGuide.keys().stream())
                        .toList());
    }

    /** Where the files of the tree come from. */
    public Outcome<Origins> origins(SpecText text, Optional<Path> templates) {
        return validate(text)
                .then(checked -> new ChosenTemplates(templates)
                        .folder(checked.spec().document())
                        .then(Generator::templates)
                        .then(store -> new Planner(store::position)
                                .plan(checked.mesh(), store.names())
                                .then(plan -> new Renderer(store)
                                        .render(plan)
                                        .map(files -> new Origins(checked, store, plan, files)))));
    }

    /** The runbook of an upgrade; an error for each reason why there is no way. */
    public Outcome<String> planUpgrade(SpecText text, UpgradeTarget target) {
        return validate(text).then(checked -> new PlannedUpgrade(checked).runbook(target));
    }

    /** The topology as text in the picture's language. */
    public Outcome<String> draw(SpecText text, Picture picture) {
        return validate(text)
                .map(checked -> new Planner().planOne(checked.mesh(), picture.template()))
                .then(new Renderer(TemplateStore.builtIn())::render)
                .map(files -> files.get(0).text());
    }
}
