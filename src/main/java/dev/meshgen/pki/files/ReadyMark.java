package dev.meshgen.pki.files;

import dev.meshgen.pki.plan.CertificatePlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That all files of a step are made, and which: what isn't on the list is never moved.
 *
 * @param keysWait whether the keys stay where they are until a later step
 * @param files SHA-256 of each, by the path relative to the public folder
 * @param keys SHA-256 of each, by the path relative to the keys folder
 */
record ReadyMark(StagedStep step, boolean keysWait, SortedMap<String, String> files, SortedMap<String, String> keys) {
    private static final String STEP = "step ";
    private static final String KEYS_WAIT = "step without keys ";
    private static final Pattern LINE = Pattern.compile("(file|key) ([0-9a-f]{64}) (\\S+)");

    /** The mark that a text is; empty if meshgen wrote no such text for this plan. */
    static Optional<ReadyMark> parse(CertificatePlan plan, String text) {
        List<String> lines = text.lines().toList();
        String first = lines.isEmpty() ? "" : lines.get(0);
        boolean keysWait = first.startsWith(KEYS_WAIT);
        if (!keysWait && !first.startsWith(STEP)) {
            return Optional.empty();
        }
        return StagedStep.of(plan, first.substring((keysWait ? KEYS_WAIT : STEP).length()))
                .flatMap(step -> parse(step, keysWait, lines.subList(1, lines.size())));
    }

    private static Optional<ReadyMark> parse(StagedStep step, boolean keysWait, List<String> lines) {
        ReadyMark mark = new ReadyMark(step, keysWait, new TreeMap<>(), new TreeMap<>());
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                return Optional.empty();
            }
            (parts.group(1).equals("key") ? mark.keys : mark.files).put(parts.group(3), parts.group(2));
        }
        return mark.isPlanned() ? Optional.of(mark) : Optional.empty();
    }

    private boolean isPlanned() {
        return step.publicFiles().containsAll(files.keySet()) && step.keyFiles().containsAll(keys.keySet());
    }

    String text() {
        StringBuilder text = new StringBuilder(keysWait ? KEYS_WAIT : STEP)
                .append(step.arguments())
                .append('\n');
        append(text, "file", files);
        append(text, "key", keys);
        return text.toString();
    }

    private static void append(StringBuilder text, String kind, Map<String, String> digests) {
        digests.forEach((path, digest) -> text.append(kind)
                .append(' ')
                .append(digest)
                .append(' ')
                .append(path)
                .append('\n'));
    }
}
