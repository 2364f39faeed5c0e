package dev.meshgen.cli;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Printable;
import dev.meshgen.pipeline.Inspected;
import dev.meshgen.source.SpecText;
import dev.meshgen.tree.FileState;
import dev.meshgen.tree.TreeStates;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code meshgen check}: the guard of CI. */
@Command(
        name = "check",
        description = "Lists every file in the output tree that isn't as `generate` would write it: out of date,"
                + " missing, edited, no longer generated, or not from meshgen. Writes nothing.",
        footer = "  meshgen check mesh.yaml --output github",
        exitCodeList = "2:a file isn't as generated")
final class CheckCommand implements Callable<Integer> {
    private static final int WIDEST = 20;

    private final Console console;

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Mixin
    private TreeOptions tree = new TreeOptions();

    @Option(
            names = "--allow",
            paramLabel = "GLOB",
            converter = Glob.class,
            description = "Files of your own in the tree, such as `terraform/backend.tf`; may be repeated.")
    private List<PathMatcher> allowed = List.of();

    @Mixin
    private ReportOptions report = new ReportOptions();

    /** Reads a pattern as {@link java.nio.file.FileSystem#getPathMatcher} does. */
    static final class Glob implements ITypeConverter<PathMatcher> {
        @Override
        public PathMatcher convert(String text) {
            try {
                return FileSystems.getDefault().getPathMatcher("glob:" + text);
            } catch (PatternSyntaxException e) {
                throw new TypeConversionException(
                        "`" + Printable.text(text) + "` is not a glob such as `terraform/*.tf`");
            }
        }
    }

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<Inspected> checked = text.then(
                        found -> spec.generator(console.cache()).check(found, tree.folder(), tree.templates()))
                .map(this::withoutAllowed);
        List<Diagnostic> all = new ArrayList<>(checked.diagnostics());
        if (!report.isText()) {
            checked.value().map(CheckCommand::findings).ifPresent(all::addAll);
        }
        String footer = checked.value().isPresent() ? "" : "The tree was not compared.";
        console.report(all, text.value().map(SpecText::lines), report, footer);
        if (report.isText()) {
            checked.value().ifPresent(found -> print(console.out(), found));
            console.out().flush();
        }
        boolean differs = checked.value()
                .filter(found -> !found.states().others().isEmpty())
                .isPresent();
        return differs ? ExitCode.FOUND : ExitCode.of(checked);
    }

    private Inspected withoutAllowed(Inspected found) {
        SortedMap<String, FileState> others = new TreeMap<>(found.states().others());
        others.entrySet()
                .removeIf(each -> each.getValue() == FileState.FOREIGN
                        && allowed.stream().anyMatch(glob -> glob.matches(Path.of(each.getKey()))));
        return new Inspected(found.folder(), new TreeStates(found.states().generated(), others));
    }

    private static List<Diagnostic> findings(Inspected found) {
        return found.states().others().entrySet().stream()
                .map(each -> finding(found.folder().resolve(each.getKey()), each.getValue()))
                .toList();
    }

    private static Diagnostic finding(Path file, FileState state) {
        return Diagnostic.error(
                "check-" + state.name().toLowerCase(Locale.ROOT),
                file,
                "`" + file + "` is " + state.words() + ".",
                state.hint());
    }

    private static void print(PrintWriter out, Inspected found) {
        Map<String, FileState> others = found.states().others();
        others.forEach((path, state) -> out.println(
                "  " + (state.words() + " ".repeat(WIDEST)).substring(0, WIDEST) + "  " + Printable.text(path)));
        if (others.isEmpty()) {
            out.println(found.folder() + ": all " + found.states().generated() + " files are as generated.");
            return;
        }
        out.println(found.folder() + ": " + others.size() + (others.size() == 1 ? " file isn't" : " files aren't")
                + " as generated.");
        new TreeSet<>(others.values()).forEach(state -> out.println("- " + state.words() + ": " + state.hint()));
    }
}
