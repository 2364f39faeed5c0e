package dev.meshgen.render;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Labels of Mermaid's flowcharts: {@link DrawableText}, of which HTML draws a run of spaces as one, and none at the ends of a line.
 *
 * <p>Source: mermaid.js.org/syntax/flowchart.html, "Entity codes to escape characters".
 */
final class MermaidLiterals implements Literals {
    /**
     * Its grammar alone doesn't tell what Mermaid acts on: it also searches the document for the likes of {@code %%{x}%%}. So what is
     * left as it is, for a source that can be read, is what stands within a number, an address or a sentence.
     */
    private static final Pattern CODED = Pattern.compile(
            "(?<=[A-Za-z0-9])(?:(?<![Ww]{3})\\.|[/-])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])[,:](?= )|([^A-Za-z0-9 \\n])");

    /**
     * Between two characters that Mermaid would act on together even where they were codes: it reads a label once more after that, for
     * {@code \n}, {@code $$x$$}, {@code fa:fa-x} and its own marks for codes.
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
