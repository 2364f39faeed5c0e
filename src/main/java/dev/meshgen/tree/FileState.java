package dev.meshgen.tree;

/** How a file in the folder of a tree compares with the tree, and with what was written last. */
public enum FileState {
    /** As generated. */
    FRESH("as generated", ""),
    /** Written by meshgen, before the specification or a template changed. */
    STALE("out of date", "Run `meshgen generate`."),
    /** Generated, but not in the folder. */
    MISSING("missing", "Run `meshgen generate`."),
    /** Written by meshgen, and changed by somebody afterwards. */
    EDITED("edited by hand", "Make the change in the specification or in a template, then generate."),
    /** Written by meshgen, which no longer generates it. */
    ORPHAN("no longer generated", "Run `meshgen generate`, which removes it."),
    /** Written by somebody; never touched. */
    FOREIGN("not from meshgen", "Move it away, or name it with `--allow`."),
    /** Something that is no file, or is no folder above one, where a generated file belongs. */
    BLOCKED("not a regular file", "Move it away, then run `meshgen generate`.");

    private final String words;
    private final String hint;

    FileState(String words, String hint) {
        this.words = words;
        this.hint = hint;
    }

    /** The state as the end of a sentence that begins with the file. */
    public String words() {
        return words;
    }

    /** What to do about it. */
    public String hint() {
        return hint;
    }
}
