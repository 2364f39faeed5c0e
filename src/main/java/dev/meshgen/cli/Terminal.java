package dev.meshgen.cli;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a person can be asked. */
interface Terminal {
    /** What was typed, without echo; null where the input has ended. */
    char @Nullable [] readPassword(String prompt);

    void say(String line);

    /** The one that started this process, if both its input and its output are there. */
    static Optional<Terminal> ofProcess() {
        return Optional.ofNullable(System.console()).map(OfProcess::new);
    }

    /** The terminal of this process. */
    record OfProcess(Console console) implements Terminal {
        @Override
        public char @Nullable [] readPassword(String prompt) {
            return console.readPassword("%s", prompt);
        }

        @Override
        public void say(String line) {
            console.printf("%s%n", line);
        }
    }
}
