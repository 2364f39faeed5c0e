package dev.meshgen.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Cases;
import dev.meshgen.testing.Gen;
import dev.meshgen.testing.Property;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A reader of CommonMark and of GitHub's tables gets back the very text, wherever a template puts
 * it.
 */
class MarkdownLiteralsProperties {
    private static final int STRINGS = 2000;

    private static final MarkdownLiterals MARKDOWN = new MarkdownLiterals();

    private static final Parser READER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    /** What is markup somewhere, alone and in every mixture. */
    private static final List<String> PARTS = List.of(
            "*",
            "**",
            "_",
            "__",
            "`",
            "``",
            "```",
            "~~~",
            "~",
            "[",
            "]",
            "(",
            ")",
            "[a](b)",
            "![",
            "[a]: b",
            "<",
            ">",
            "<b>",
            "</b>",
            "<!--",
            "-->",
            "<http://a.b>",
            "&",
            "&amp;",
            "&#10;",
            "&lt",
            ";",
            "#",
            "## ",
            "-",
            "---",
            "- ",
            "+",
            "+ ",
            "=",
            "===",
            "1.",
            "12) ",
            ".",
            ":",
            ":-",
            "|",
            "||",
            "\\",
            "\\|",
            "\\\\",
            "$",
            "!",
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            "\t",
            " ",
            "  ",
            "    ",
            "\u0085",
            "\u00a0",
            "\u2028",
            "\u200b",
            "\ufeff",
            "a",
            "Z",
            "7",
            "é",
            "漢",
            "\uD83D\uDE00",
            "name-of.a_cluster",
            "http://a.b/c?d=e&f=g",
            "\u0001",
            "\u007f");

    private static final Gen<String> TEXT = Gen.textOf(PARTS, 7);

    /** Markdown around a value, by where it puts the value. */
    private enum Place {
        PARAGRAPH("%s\n"),
        BETWEEN_WORDS("before %s after\n"),
        BEFORE_PUNCTUATION("before %s; (after)\n"),
        BEFORE_A_LINK("before %s[a](b)\n"),
        SECOND_LINE("before\n%s\nafter\n"),
        HEADING("# %s\n"),
        ITEM("- %s\n"),
        CELL("| a | b |\n| --- | --- |\n| %s | z |\n"),
        LAST_CELL("| a | b |\n| --- | --- |\n| z | %s |\n");

        private final String markdown;

        Place(String markdown) {
            this.markdown = markdown;
        }

        /**
         * What a reader shows in the value's place: everything visible, less the words around it.
         */
        String read(String literal) {
            String shown = visible(READER.parse(markdown.replace("%s", literal)));
            String[] around =
                    visible(READER.parse(markdown.replace("%s", "0123456789"))).split("0123456789", -1);
            return shown.startsWith(around[0]) && shown.endsWith(around[1])
                    ? shown.substring(
                            around[0].length(), Math.max(around[0].length(), shown.length() - around[1].length()))
                    : "[lost] " + shown;
        }
    }

    @Property
    void text_comes_back_as_it_went_in(Cases cases) {
        cases.each(STRINGS, TEXT, text -> assertComesBack(text, MARKDOWN.text(text)));
    }

    @Property
    void a_code_span_comes_back_as_it_went_in(Cases cases) {
        cases.each(STRINGS, TEXT, text -> assertComesBack(text, MarkdownLiterals.code(text)));
    }

    private static void assertComesBack(String text, String literal) {
        assertThat(Place.values())
                .allSatisfy(place -> assertThat(place.read(literal)).as(literal).isEqualTo(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two-regions",
                "topology.svg",
                "cluster_name",
                "10.52.0.0/16",
                "1.31.0",
                "registry.example/echo:1.0+build",
                "http://echo.example:8080/path?a=b&c=d",
                "C:\\Users (x86)",
                "one, two; three = 3!?",
                "a - b + c # d > e < f",
                "'single' and \"double\""
            })
    void what_is_no_markup_is_not_escaped(String text) {
        assertThat(MARKDOWN.text(text)).isEqualTo(text);
    }

    @Test
    void a_code_span_is_a_code_span_where_it_can_hold_the_value() {
        assertThat(MarkdownLiterals.code("kubectl get pods")).isEqualTo("`kubectl get pods`");
        assertThat(MarkdownLiterals.code("a`b")).isEqualTo("``a`b``");
        assertThat(MarkdownLiterals.code("``")).isEqualTo("``` `` ```");
        assertThat(MarkdownLiterals.code("a|b_c")).isEqualTo("<code>a\\|b_c</code>");
    }

    /** The reader can tell: the same strings without a literal come back changed. */
    @Property
    void without_a_literal_text_is_lost(Cases cases) {
        List<String> texts = cases.sample(STRINGS, TEXT);

        assertThat(Place.values())
                .allSatisfy(place -> assertThat(texts)
                        .filteredOn(text -> !place.read(text).equals(text))
                        .hasSizeGreaterThan(texts.size() / 3));
    }

    /** The text that a reader shows; markup that nobody asked for shows up in brackets. */
    private static String visible(Node document) {
        List<String> shown = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                shown.add(text.getLiteral());
            }

            @Override
            public void visit(Code code) {
                shown.add(code.getLiteral());
            }

            @Override
            public void visit(HtmlInline html) {
                if (!html.getLiteral().matches("</?code>")) {
                    shown.add("[html]");
                }
            }

            @Override
            public void visit(Emphasis emphasis) {
                shown.add("[emphasis]");
            }

            @Override
            public void visit(StrongEmphasis emphasis) {
                shown.add("[emphasis]");
            }

            @Override
            public void visit(CustomNode node) {
                visitChildren(node);
                if (node instanceof TableCell) {
                    shown.add("[cell]");
                }
            }
        });
        return String.join("", shown);
    }
}
