package dev.meshgen.render;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Labels of Mermaid's flowcharts: {@link DrawableText}, in which HTML draws a run of spaces as one
 * and drops those at the ends of a line.
 *
 * <p>Source: mermaid.js.org/syntax/flowchart.html, "Entity codes to escape characters".
 */
final class MermaidLiterals implements Literals {
    /**
     * Mermaid acts on more than its grammar says: it also searches the document for text such as
     * {@code %%{x}%%}. To keep the source readable, punctuation inside a number, an address or a
     * sentence stays as it is.
     */
    private static final Pattern CODED = Pattern.compile(
            "(?<=[A-Za-z0-9])(?:(?<![Ww]{3})\\.|[/-])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])[,:](?= )|([^A-Za-z0-9 \\n])");

    /**
     * Between two characters that Mermaid acts on together even when they are codes: it reads a
     * label again after decoding, for {@code \n}, {@code $$x$$}, {@code fa:fa-x} and its own marks.
     */
    private static final Pattern REREAD = Pattern.compile(
            "(?<=\\\\)(?=n)|(?<=\\$)(?=\\$)|(?<=:)(?=fa-)|(?<=\\uFB02)(?=\\u00B0)|(?<=\\u00B6)(?=\\u00DF)");

    /** Draws nothing. */
    private static final String APART = "<wbr>";

    @Override
    public String text(String value) {
        String label = REREAD.splitAsStream(DrawableText.of(value))
                .map(MermaidLiterals::code)
                .collect(Collectors.joining(APART));
        // Mermaid's grammar has no empty label.
        return "\"" + (label.isEmpty() ? " " : label) + "\"";
    }

    private static String code(String text) {
        return CODED.matcher(text)
                .replaceAll(match -> match.group(1) == null
                        ? match.group()
                        : "#" + match.group(1).codePointAt(0) + ";")
                .replace("\n", "<br/>");
    }

    @Override
    public String comment(String text) {
        return "%% " + text;
    }
}
