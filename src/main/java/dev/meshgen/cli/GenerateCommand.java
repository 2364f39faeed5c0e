package dev.meshgen.cli;

import dev.meshgen.change.AzureChange;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Printable;
import dev.meshgen.disk.FileKind;
import dev.meshgen.pipeline.GenerateRequest;
import dev.meshgen.pipeline.Generated;
import dev.meshgen.pipeline.NextSteps;
import dev.meshgen.source.SpecText;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.Overwrite;
import dev.meshgen.tree.TreePath;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshgen generate}: specification in, output tree out. */
@Command(
        name = "generate",
        description = "Writes the output tree of a specification and lists what changed.",
        footer = "  meshgen generate mesh.yaml --output-dir out/contoso")
final class GenerateCommand implements Callable<Integer> {
    private static final int LONGEST_LIST = 20;

    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Mixin
    private TreeOptions tree = new TreeOptions();

    @Option(
            names = "--force",
            description = "Overwrite generated files that were edited by hand, and files in their place that meshgen"
                    + " did not write. A copy of each is kept in .meshgen-backup, which git ignores.")
    private boolean force;

    @Option(
            names = "--drop-templates",
            description = "Write the tree without templates of yours that it was made with: their files come from the"
                    + " built-in templates again, or are removed.")
    private boolean dropTemplates;

    @Option(
            names = "--overwrite",
            paramLabel = "PATH",
            description = "The same for one file, such as scripts/up.sh in the tree; may be repeated.")
    private Set<String> overwrite = Set.of();

    @Option(names = "--dry-run", description = "List what would change, and write nothing.")
    private boolean dryRun;

    @Option(
            names = {"-v", "--verbose"},
            description = "List every file that changed, however many there are.")
    private boolean verbose;

    @Mixin
    private AuthorityOptions authority = new AuthorityOptions();

    @Option(names = "--without-ca", description = "Do not make missing certificates and keys.")
    private boolean withoutCa;

    @Mixin
    private ReportOptions report = new ReportOptions();

    GenerateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        GenerateRequest request = request();
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<Generated> generated = text.then(found -> spec.generator().generate(found, request));
        String footer = generated.value().isPresent() && !dryRun ? "The tree was written." : "Nothing was written.";
        return console.finish(text, generated, report, footer, this::print);
    }

    private GenerateRequest request() {
        return new GenerateRequest(
                tree.folder(),
                tree.templates(),
                new Overwrite(force, overwrite, dropTemplates),
                dryRun ? GenerateRequest.Mode.DRY_RUN : GenerateRequest.Mode.WRITE,
                this::announce,
                withoutCa ? Optional.empty() : Optional.of(authority.settings(console)));
    }

    private void announce(List<AzureChange> changes) {
        new DiffText(console.err(), report.isText() && report.isColoured(console.colour()))
                .printAzure(changes, verbose);
        console.err().flush();
    }

    private void print(PrintWriter out, Generated generated) {
        ChangeSet changes = generated.changes();
        printFiles(out, generated);
        OwnTemplateReport.print(out, generated.ownTemplates(), verbose);
        out.println(generated.folder() + ": " + changes.added().size() + " added, "
                + changes.changed().size() + " changed, " + changes.removed().size() + " removed, "
                + changes.unchanged().size() + " unchanged.");
        if (!changes.overwritten().isEmpty() && !dryRun) {
            out.println("What you wrote is kept in " + generated.folder().resolve(TreePath.BACKUP)
                    + ", which git ignores: " + String.join(", ", changes.overwritten()) + ".");
        }
        if (changes.isEmpty()) {
            out.println("The tree is up to date.");
        }
        if (dryRun && !changes.isEmpty()) {
            out.println("Nothing was written: `--dry-run`.");
        } else if (!changes.isEmpty() || !generated.issued().made().isEmpty()) {
            printNext(out, generated);
        }
    }

    private void printFiles(PrintWriter out, Generated generated) {
        ChangeSet changes = generated.changes();
        List<String> lines = new ArrayList<>();
        changes.added().forEach(path -> lines.add("  + " + path));
        changes.changed().forEach(path -> lines.add("  ~ " + path));
        changes.removed().forEach(path -> lines.add("  - " + path));
        int shown = verbose ? lines.size() : Math.min(lines.size(), LONGEST_LIST);
        lines.stream().limit(shown).map(Printable::text).forEach(out::println);
        if (lines.size() > shown) {
            out.println("  ... and " + (lines.size() - shown) + " more; `--verbose` lists all");
        }
        print(out, "Certificates that were made:", generated.issued().made());
        print(
                out,
                "Private keys that were made:",
                generated.issued().keys().stream().map(Path::toString).toList());
    }

    private static void print(PrintWriter out, String title, List<String> made) {
        if (!made.isEmpty()) {
            out.println(title);
            made.stream().map(path -> "  + " + Printable.text(path)).forEach(out::println);
        }
    }

    private static boolean isInRepository(Path folder) {
        return Stream.iterate(folder.toAbsolutePath().normalize(), Objects::nonNull, Path::getParent)
                .anyMatch(each -> FileKind.exists(each.resolve(".git")));
    }

    /** Git doesn't show a file that it doesn't know yet. */
    private static void printNext(PrintWriter out, Generated generated) {
        boolean known = generated.changes().added().isEmpty()
                && generated.issued().made().isEmpty();
        String show = known ? "" : "git add -N " + generated.folder() + " && ";
        out.println("Next: "
                + (isInRepository(generated.folder())
                        ? "review the change with `" + show + "git diff " + generated.folder() + "`, then commit it."
                        : "review " + generated.folder()
                                + ". It is in no git repository: keep it in one, with the specification."));
        NextSteps next = generated.next();
        if (!next.commands().isEmpty()) {
            out.println("Then run in " + generated.folder() + ":");
            next.commands().forEach(command -> out.println("  " + command));
        }
        next.section()
                .ifPresent(
                        section -> out.println("Section \"" + section + "\" of README.md there says what else to do."));
        if (next.commands().isEmpty() && next.section().isEmpty()) {
            out.println("No step has to run for it.");
        }
    }
}
