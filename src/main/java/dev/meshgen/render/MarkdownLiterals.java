package dev.meshgen.render;

import java.util.regex.Pattern;

/** Text of CommonMark with GitHub's tables: no character of a value acts as markup. */
final class MarkdownLiterals implements Literals {
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]()#+!|~>$-]");

    @Override
    public String text(String value) {
        String oneLine = value.replaceAll("\\R", " ").replace("&", "&amp;").replace("<", "&lt;");
        return MARKUP.matcher(oneLine).replaceAll("\\\\$0");
    }

    @Override
    public String comment(String text) {
        return "<!-- " + text + " -->";
    }
}
