package dev.meshgen.output;

import dev.meshgen.testing.VictimProcess;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A JVM of its own that writes one of three trees, so that it can be killed or run beside others.
 */
final class WriterProcess {
    static final int TREES = 3;

    private WriterProcess() {}

    /** Trees that share some files, of which some differ, and have folders of their own. */
    static OutputTree tree(int number, int files) {
        List<OutputFile> all = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            String text = i % 2 == 0 ? "same\n" : "text of " + number + "\n";
            all.add(new OutputFile("shared/" + i % 5 + "/" + i, "t", i % 7 == 0 ? "#!/bin/sh\n" + text : text));
            all.add(new OutputFile("clusters/" + number + "/" + i % 5 + "/" + i, "t", "own\n"));
        }
        return OutputTree.of("meshgen test", all, Collections.emptySortedMap());
    }

    static Process start(Path folder, int number, int files, String... before) throws IOException {
        return VictimProcess.start(
                List.of(before),
                WriterProcess.class,
                folder.toString(),
                Integer.toString(number),
                Integer.toString(files));
    }

    public static void main(String[] arguments) {
        OutputTree tree = tree(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        VictimProcess.begin();
        var outcome = new TreeWriter(Path.of(arguments[0]), false).write(tree);
        System.out.println(outcome.diagnostics());
        System.exit(outcome.value().isPresent() ? 0 : 1);
    }
}
