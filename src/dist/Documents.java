import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.cli.Console;
import dev.meshgen.cli.MeshgenCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes the completions of shells and the sources of the man pages: {@code Documents COMPLETIONS
 * MAN}.
 */
final class Documents {
    private Documents() {}

    public static void main(String[] arguments) throws IOException {
        Path completions = Files.createDirectories(Path.of(arguments[0]));
        Path man = Files.createDirectories(Path.of(arguments[1]));
        PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream(), true, UTF_8);
        CommandLine line = MeshgenCommand.on(new Console(InputStream.nullInputStream(), nowhere, nowhere, false));
        Files.writeString(completions.resolve("meshgen.bash"), bash(line));
        String fish = "complete -c meshgen -f\n" + fish(line).collect(Collectors.joining());
        Files.writeString(completions.resolve("meshgen.fish"), fish);
        ManPageGenerator.generateManPage(man.toFile(), null, new boolean[] {}, true, line.getCommandSpec());
    }

    /** Also for zsh; picocli dates it, and we want the same bytes each day. */
    private static String bash(CommandLine line) {
        return AutoComplete.bash("meshgen", line)
                .lines()
                .filter(each -> !each.startsWith("# Date: "))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** What picocli can't write: for each command its subcommands, its options and files. */
    private static Stream<String> fish(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        List<CommandLine> children =
                line.getSubcommands().values().stream().distinct().toList();
        Stream<String> own = Stream.concat(
                children.stream().map(each -> complete(spec, "-a " + each.getCommandName(), each.getCommandSpec())),
                spec.options().stream().filter(each -> !each.hidden()).map(each -> complete(spec, each)));
        Stream<String> files = spec.positionalParameters().isEmpty()
                ? Stream.of()
                : Stream.of("complete -c meshgen -n '" + within(spec) + "' -F\n");
        return Stream.of(own, files, children.stream().flatMap(Documents::fish)).flatMap(each -> each);
    }

    private static String complete(CommandSpec spec, OptionSpec option) {
        String names = Stream.of(option.names())
                .map(each -> each.startsWith("--") ? "-l " + each.substring(2) : "-s " + each.substring(1))
                .collect(Collectors.joining(" "));
        return complete(spec, names + values(option), option.description());
    }

    private static String values(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        Iterable<String> candidates = option.completionCandidates();
        return candidates == null ? " -r -F" : " -x -a '" + String.join(" ", candidates) + "'";
    }

    private static String complete(CommandSpec spec, String what, CommandSpec described) {
        return complete(spec, what, described.usageMessage().description());
    }

    private static String complete(CommandSpec spec, String what, String[] description) {
        String words = description.length == 0 ? "" : Ansi.OFF.string(String.format(description[0]));
        String first = words.split("(?<=[.:;]) ", 2)[0];
        return "complete -c meshgen -n '" + within(spec) + "' " + what + " -d '"
                + first.replace("\\", "\\\\").replace("'", "\\'") + "'\n";
    }

    /** The condition that exactly this command is being typed. */
    private static String within(CommandSpec spec) {
        Stream<String> path = Stream.iterate(spec, Objects::nonNull, Documents::parent)
                .filter(each -> each.parent() != null)
                .map(each -> "__fish_seen_subcommand_from " + each.name());
        Stream<String> children = spec.subcommands().isEmpty()
                ? Stream.of()
                : Stream.of("not __fish_seen_subcommand_from " + String.join(" ", spec.subcommands().keySet()));
        return Stream.concat(path, children).collect(Collectors.joining("; and "));
    }

    private static CommandSpec parent(CommandSpec spec) {
        return spec.parent() == null ? null : spec.parent().commandLine().getCommandSpec();
    }
}
