package dev.meshgen.cli;

/** What a status says of a command that was begun and isn't finished. */
final class UnfinishedText {
    private UnfinishedText() {}

    static String of(String arguments) {
        return "`meshgen ca " + arguments + "` was begun and isn't finished: run it again, or abandon it.\n";
    }
}
