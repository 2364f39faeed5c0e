package dev.meshgen.render;

/**
 * Labels of Mermaid's flowcharts.
 *
 * <p>Source: mermaid.js.org/syntax/flowchart.html, "Entity codes to escape characters".
 */
final class MermaidLiterals implements Literals {
    @Override
    public String text(String value) {
        return "\""
                + value.replace("#", "#35;")
                        .replace("\"", "#quot;")
                        .replace("<", "#lt;")
                        .replace(">", "#gt;")
                        .replace("`", "#96;")
                        .replaceAll("\\R", "<br/>")
                + "\"";
    }

    @Override
    public String comment(String text) {
        return "%% " + text;
    }
}
