package dev.meshgen.cli;

import picocli.CommandLine.Option;

/** How a command reports, the same for every command. */
final class ReportOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "Format of diagnostics: text, json, sarif or github. Default: text.")
    Console.Format format = Console.Format.text;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "When to color diagnostics: auto, always or never. Default: auto, which"
                    + " means on a terminal unless NO_COLOR is set.")
    Console.Colour colour = Console.Colour.auto;

    @Option(names = "--stacktrace", description = "Print the stack trace of an internal error.")
    boolean stacktrace;

    boolean isText() {
        return format == Console.Format.text;
    }

    boolean isColoured(boolean terminal) {
        return switch (colour) {
            case auto -> terminal;
            case always -> true;
            case never -> false;
        };
    }
}
