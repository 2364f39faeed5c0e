package dev.meshgen.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Commands by name, in the order of the help. picocli looks at each that it is given by reflection,
 * for longer than most commands run.
 */
final class LazyCommands {
    private final Map<String, Supplier<Object>> all = new LinkedHashMap<>();

    LazyCommands with(String name, Supplier<Object> command) {
        all.put(name, command);
        return this;
    }

    /** Adds the command that the first argument names, or else every command. */
    CommandLine addTo(CommandLine line, List<String> arguments) {
        String named = arguments.isEmpty() ? "" : arguments.get(0);
        if (all.containsKey(named)) {
            line.addSubcommand(all.get(named).get());
        } else {
            all.values().forEach(command -> line.addSubcommand(command.get()));
        }
        return line;
    }

    /** The arguments behind a command's name. */
    static List<String> rest(List<String> arguments) {
        return arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
    }
}
