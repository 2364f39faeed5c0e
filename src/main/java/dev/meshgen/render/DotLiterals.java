package dev.meshgen.render;

/**
 * Names and labels of Graphviz's language.
 *
 * <p>Source: graphviz.org/doc/info/lang.html and attrType escString.
 */
final class DotLiterals implements Literals {
    @Override
    public String text(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\R", "\\\\n") + "\"";
    }

    @Override
    public String comment(String text) {
        return "// " + text;
    }
}
