package dev.meshgen.output;

import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.TreePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What meshgen has written: what the lock lists, and what runs that were killed had begun to write.
 *
 * @param begun digests by path
 */
record Written(Lock lock, SortedMap<String, Set<String>> begun) {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (.+)");

    /** As {@link #lines} makes them; a line about a path that is never ours says nothing. */
    static Written of(Lock lock, List<String> journal) {
        SortedMap<String, Set<String>> begun = new TreeMap<>();
        for (String line : journal) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && TreePath.refusal(matcher.group(2)).isEmpty()) {
                begun.computeIfAbsent(matcher.group(2), path -> new HashSet<>()).add(matcher.group(1));
            }
        }
        return new Written(lock, begun);
    }

    /** What a journal says about files that are about to be written. */
    static List<String> lines(Collection<OutputFile> files) {
        List<String> lines = new ArrayList<>();
        files.forEach(file -> lines.add(file.sha256() + " " + file.path()));
        return lines;
    }

    SortedSet<String> paths() {
        SortedSet<String> all = new TreeSet<>(lock.files().keySet());
        all.addAll(begun.keySet());
        return all;
    }

    boolean has(String path) {
        return lock.files().containsKey(path) || begun.containsKey(path);
    }

    /** Whether meshgen wrote a file with this digest there. */
    boolean has(String path, String sha256) {
        Lock.Entry entry = lock.files().get(path);
        return entry != null && entry.sha256().equals(sha256)
                || begun.getOrDefault(path, Set.of()).contains(sha256);
    }
}
