package dev.meshgen.tree;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which paths in an output tree may be those of generated files. */
public final class TreePath {
    /** Where git, the scripts and terraform keep what they run or trust. */
    private static final Set<String> OTHERS_FOLDERS = Set.of(".git", ".work", ".terraform", ".meshgen-backup");

    private static final Pattern STATE = Pattern.compile(".*\\.tfstate(\\..*)?", Pattern.DOTALL);

    /** The list of the generated files. */
    public static final String LOCK = "meshgen.lock.json";

    /** What a run has begun to write; gone when it is done. */
    public static final String JOURNAL = ".meshgen.journal";

    /** What people wrote in files that were overwritten; git ignores it. */
    public static final String BACKUP = ".meshgen-backup";

    private TreePath() {}

    /**
     * Why no generated file may have this path, as the end of a sentence that begins with it; empty
     * if one may. Case doesn't distinguish: on some file systems it doesn't distinguish files.
     */
    public static Optional<String> refusal(String path) {
        List<String> segments = List.of(path.toLowerCase(Locale.ROOT).split("/", -1));
        if (path.chars().anyMatch(each -> Character.isISOControl(each) || each == '\\')) {
            return Optional.of("has a control character or a backslash");
        }
        if (segments.stream().anyMatch(each -> Set.of("", ".", "..").contains(each))) {
            return Optional.of("doesn't name a file in the tree");
        }
        if (segments.stream().anyMatch(OTHERS_FOLDERS::contains)) {
            return Optional.of("is in a folder of git, terraform, the scripts or meshgen itself");
        }
        if (segments.get(0).equals("pki")) {
            return Optional.of("is in the folder of the certificate authority");
        }
        String name = segments.get(segments.size() - 1);
        return STATE.matcher(name).matches() || path.equalsIgnoreCase(LOCK) || path.equalsIgnoreCase(JOURNAL)
                ? Optional.of("is a file that terraform or meshgen itself keeps")
                : Optional.empty();
    }
}
