package dev.meshgen.render;

/**
 * Names and labels of Graphviz's language, as {@link DrawableText}.
 *
 * <p>Source: graphviz.org/doc/info/lang.html, "Character encodings", and attrType escString.
 */
final class DotLiterals implements Literals {
    @Override
    public String text(String value) {
        return "\""
                + DrawableText.of(value)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("&", "&amp;")
                        .replace("\n", "\\n")
                + "\"";
    }

    @Override
    public String comment(String text) {
        return "// " + text;
    }
}
