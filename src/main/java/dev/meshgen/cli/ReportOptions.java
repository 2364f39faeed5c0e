package dev.meshgen.cli;

import picocli.CommandLine.Option;

/** How a command reports, the same for every command. */
final class ReportOptions {
    @Option(
            names = {"-o", "--format"},
            paramLabel = "FORMAT",
            description = "How diagnostics are printed: text, json, sarif or github. Default: text.")
    Console.Format format = Console.Format.text;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "Colour: auto, always or never. Default: auto, which heeds NO_COLOR.")
    Console.Colour colour = Console.Colour.auto;

    @Option(names = "--stacktrace", description = "Print the trace of an internal error.")
    boolean stacktrace;

    boolean isColoured(boolean terminal) {
        return switch (colour) {
            case auto -> terminal;
            case always -> true;
            case never -> false;
        };
    }
}
