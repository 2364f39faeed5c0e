package dev.meshgen.output;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.tree.OutputTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the templates of the user's that made the tree in a folder, and that a new tree was made
 * without: writing it would undo them.
 *
 * @param given folder of the tree, which need not exist
 */
public record DroppedTemplates(Path given) {
    private static final String RULE = "templates-dropped";
    private static final int NAMED = 3;

    /** An error for each; none where there is no lock that can be read, which others report. */
    public List<Diagnostic> in(OutputTree tree) {
        Lock lock = lock();
        return lock.templates().keySet().stream()
                .filter(name -> !tree.ownTemplates().containsKey(name))
                .map(name -> dropped(name, lock))
                .toList();
    }

    private Lock lock() {
        try {
            return new LockFile(given.toAbsolutePath().normalize(), given)
                    .read()
                    .value()
                    .orElse(Lock.NONE);
        } catch (IOException e) {
            return Lock.NONE;
        }
    }

    private Diagnostic dropped(String template, Lock lock) {
        List<String> files = lock.files().entrySet().stream()
                .filter(each -> each.getValue().template().equals(template))
                .map(each -> "`" + each.getKey() + "`")
                .toList();
        String more = files.size() > NAMED ? " and " + (files.size() - NAMED) + " more" : "";
        String made = files.isEmpty()
                ? ""
                : ", which made " + files.stream().limit(NAMED).collect(Collectors.joining(", ")) + more;
        return Diagnostic.error(
                RULE,
                given.resolve(Lock.FILE),
                "The tree was made with your template `" + template + "`" + made + "; this run doesn't have it.",
                "Name its folder with `spec.templates` or `--templates`, or give it up with `--drop-templates`.");
    }
}
