package dev.meshgen.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Cases;
import dev.meshgen.testing.Gen;
import dev.meshgen.testing.HostileText;
import dev.meshgen.testing.Property;
import dev.meshgen.testing.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Any text is drawn as it is, but for its line breaks, which are all alike, and the characters that
 * no picture can hold.
 */
class PictureLiteralsProperties {
    /** What Mermaid or Graphviz acts on, and what can't be drawn. */
    private static final List<String> HOSTILE = List.of(
            "\\n",
            "\\N",
            "\\G",
            "&amp;",
            "&#35;",
            "#35;",
            "#quot;",
            "\"]",
            "end",
            "%%",
            "%%{init: {}}%%",
            "style a:#b;",
            "classDef a:#b;",
            "$$x$$",
            "fa:fa-car",
            "\uFB02\u00B0\u00B060\u00B6\u00DF",
            "\uFB02",
            "\u00B0",
            "<br/>",
            "<wbr>",
            "**a**",
            "1. a",
            "www.a.b",
            "\uD83D",
            "\uDE00");

    private static final String BREAKS = "\n\u000B\f\r\u0085\u2028\u2029";

    /** Mermaid's codes: a number, or the name of a character in HTML. */
    private static final Pattern CODE = Pattern.compile("#(?:(\\d+)|(\\w+));");

    private static final Map<String, String> NAMED = Map.of("quot", "\"", "amp", "&", "lt", "<", "gt", ">");

    private static final Gen<String> TEXT = Gen.either(
            Gen.textOf(
                    Stream.of(HOSTILE, HostileText.partsWithControls())
                            .flatMap(List::stream)
                            .toList(),
                    8),
            Gen.anyText(20));

    @Property
    void mermaid_s_codes_stand_for_the_drawn_text(Cases cases) {
        cases.each(5000, TEXT, PictureLiteralsProperties::assertMermaidDraws);
    }

    private static void assertMermaidDraws(String text) {
        String literal = new MermaidLiterals().text(text);

        assertThat(literal).startsWith("\"").endsWith("\"");
        String label = literal.substring(1, literal.length() - 1);
        assertThat(label).isNotEmpty();
        assertThat(label.replaceAll("<br/>|<wbr>", "")).doesNotContainPattern("[\"`<>&\\\\\\v]");
        assertThat(decoded(label.replace("<br/>", "\n").replace("<wbr>", "")))
                .isEqualTo(text.isEmpty() ? " " : drawn(text));
    }

    /**
     * Mermaid searches the whole document for some, and the label for others once it has replaced
     * the codes.
     */
    @Property
    void mermaid_finds_nothing_to_act_on(Cases cases) {
        cases.each(5000, TEXT, PictureLiteralsProperties::assertMermaidOnlyDraws);
    }

    private static void assertMermaidOnlyDraws(String text) {
        String literal = new MermaidLiterals().text(text);

        assertThat(literal).doesNotContain("%%").doesNotContainPattern("(style|classDef).*:\\S*#.*;");
        assertThat(decoded(literal))
                .doesNotContain("\\n", "$$", "\uFB02\u00B0", "\u00B6\u00DF")
                .doesNotContainPattern("fa[bklrs]?:fa-");
    }

    /**
     * One dot for many texts: starting one for each would take minutes. It draws each as a label
     * and as the name of a node.
     */
    @Property
    void dot_draws_the_same_text(Cases cases) throws IOException, InterruptedException {
        RequiredTool.assumeOrFail("dot");
        List<String> texts = cases.sample(1000, TEXT);
        StringBuilder graph = new StringBuilder("graph {\n");
        List<List<String>> expected = new ArrayList<>();
        for (int index = 0; index < texts.size(); index++) {
            String text = texts.get(index);
            String name = index + ":" + text;
            graph.append("  %d [label=%s];\n".formatted(index, new DotLiterals().text(text)));
            graph.append("  %s;\n".formatted(new DotLiterals().text(name)));
            expected.add(drawnLines(text));
            expected.add(drawnLines(name));
        }
        Path file = Files.createTempFile("texts", ".dot");
        Files.writeString(file, graph.append("}\n"), UTF_8);

        String json = EscapingProperties.run(file.getParent(), "dot", "-Tjson", file.toString());

        List<List<String>> read = new JsonMapper()
                .readTree(json)
                .get("objects")
                .valueStream()
                .map(PictureLiteralsProperties::lines)
                .toList();
        assertThat(read).isEqualTo(expected);
        Files.delete(file);
    }

    /** The lines of a node's label, by the operations that draw it; an empty line needs none. */
    private static List<String> lines(JsonNode node) {
        return node.path("_ldraw_")
                .valueStream()
                .filter(operation -> operation.get("op").stringValue().equals("T"))
                .map(operation -> operation.get("text").stringValue())
                .toList();
    }

    private static List<String> drawnLines(String text) {
        return drawn(text).lines().filter(line -> !line.isEmpty()).toList();
    }

    /** What a picture shows of a text. */
    private static String drawn(String text) {
        return text.replace("\r\n", "\n")
                .codePoints()
                .map(PictureLiteralsProperties::drawn)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int drawn(int point) {
        if (BREAKS.indexOf(point) >= 0) {
            return '\n';
        }
        boolean drawable = point == '\t'
                || !Character.isISOControl(point)
                        && Character.getType(point) != Character.SURROGATE
                        && point != 0xfffe
                        && point != 0xffff;
        return drawable ? point : 0xfffd;
    }

    private static String decoded(String label) {
        return CODE.matcher(label)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) == null
                                ? NAMED.get(match.group(2))
                                : Character.toString(Integer.parseInt(match.group(1)))));
    }
}
