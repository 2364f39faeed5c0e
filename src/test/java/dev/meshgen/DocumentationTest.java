package dev.meshgen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.cli.Console;
import dev.meshgen.cli.MeshgenCommand;
import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.TextRenderer;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.source.SpecText;
import dev.meshgen.testing.Meshgen;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people read: lines that fit, links that resolve, examples that are true. */
class DocumentationTest {
    private static final int WIDTH = 100;

    private static final Parser MARKDOWN =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> trees = Files.list(Path.of("out"))) {
            return Stream.of(
                    Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
                            .map(Path::of),
                    Stream.of("conformance/README.md", "conformance/azure/README.md")
                            .map(Path::of),
                    docs.filter(page -> page.toString().endsWith(".md")),
                    trees.map(tree -> tree.resolve("README.md")))
                    .flatMap(found -> found)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void lines_end_at_100_columns_outside_tables_and_printed_text(Path page) throws IOException {
        List<String> tooLong = new ArrayList<>();
        boolean printed = false;
        for (String line : Files.readAllLines(page)) {
            printed = line.startsWith("```") ? line.equals("```text") : printed;
            if (line.length() > WIDTH && !line.startsWith("|") && !printed && !line.contains("](https://")) {
                tooLong.add(line);
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".ci",
                "action.yml",
                "benchmarks",
                "ci",
                "conformance",
                "meshgen",
                "samples",
                "src/dist",
                "src/main/java",
                "src/test/java",
                "templates"
            })
    void comments_end_at_100_columns_unless_they_have_an_address(String place) throws IOException {
        List<String> tooLong = new ArrayList<>();
        int comments = 0;
        for (Path file : sources(Path.of(place))) {
            for (String line : Files.readAllLines(file, ISO_8859_1)) {
                if (isComment(file, line)) {
                    comments++;
                    if (line.length() > WIDTH && !line.contains("https://")) {
                        tooLong.add(file + ": " + line);
                    }
                }
            }
        }

        assertThat(comments).isPositive();
        assertThat(tooLong).isEmpty();
    }

    /** The comment of a go.mod counts in its digest: the provider would be built once more. */
    private static List<Path> sources(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("go.mod") && !file.toString().contains("_cache/"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isComment(Path file, String line) {
        return line.matches(
                file.toString().endsWith(".java") ? "\\s*(//|/?\\*\\*? |/\\*\\*).*" : "\\s*(#|//|/?\\*) .*");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_relative_link_resolves(Path page) throws IOException {
        List<String> broken = links(MARKDOWN.parse(Files.readString(page))).stream()
                .filter(link -> !URI.create(link).isAbsolute())
                .filter(link -> !resolves(page, link))
                .toList();

        assertThat(broken).isEmpty();
    }

    @Test
    void a_broken_link_is_noticed() {
        assertThat(resolves(Path.of("docs/README.md"), "../README.md")).isTrue();
        assertThat(resolves(Path.of("docs/README.md"), "../README.md#commands")).isTrue();
        assertThat(resolves(Path.of("docs/README.md"), "README.md#commands")).isFalse();
        assertThat(resolves(Path.of("docs/README.md"), "nothing.md")).isFalse();
    }

    @Test
    void the_front_page_links_every_page_of_the_documentation() throws IOException {
        Path folder = Path.of("docs");
        Set<Path> linked = links(MARKDOWN.parse(Files.readString(folder.resolve("README.md")))).stream()
                .map(link -> folder.resolve(link).normalize())
                .collect(Collectors.toSet());

        assertThat(linked)
                .containsAll(pages().filter(page -> page.startsWith(folder) && !page.endsWith("README.md"))
                        .toList());
    }

    @Test
    void the_readme_s_specification_is_valid_and_has_thirteen_lines() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(readme).contains("Thirteen lines describe a whole mesh:");
        assertThat(block(readme, "yaml").lines()).hasSize(13);
        assertThat(diagnostics(block(readme, "yaml"))).isEmpty();
    }

    @Test
    void the_readme_s_error_is_what_meshgen_prints() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String wrong = block(readme, "yaml").replace("10.53.0.0/16", "10.52.128.0/17");

        String printed = new TextRenderer(false)
                .render(diagnostics(wrong), Optional.of(new SpecText("mesh.yaml", wrong).lines()));

        assertThat(printed.strip()).isEqualTo(block(readme, "text").strip());
    }

    @Test
    void the_readme_s_pull_request_is_what_diff_prints(@TempDir Path folder) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Path main = Files.writeString(folder.resolve("main.yaml"), block(readme, "yaml"));
        Path changed = Files.writeString(
                folder.resolve("mesh.yaml"),
                Files.readString(main).replace("10.53.0.0/16}", "10.53.0.0/16}, nodePools: {user: {maxCount: 8}}"));

        Meshgen.Run run = Meshgen.runOn(
                Files.readString(main), "diff", "--stat", "-", changed.toString(), "--as-of", "2026-11-22");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(readme).contains("$ meshgen diff --stat\n" + run.out() + "$ meshgen generate --without-ca\n");
    }

    @Test
    void the_readme_names_every_command() throws IOException {
        Console console = new Console(
                InputStream.nullInputStream(),
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                false);
        String readme = Files.readString(Path.of("README.md"));

        assertThat(MeshgenCommand.on(console).getSubcommands().keySet())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(readme).containsPattern("\\| `meshgen " + command + "[ `]"));
    }

    @Test
    void the_readme_names_the_release_of_azurerm_that_the_templates_ask_for() throws IOException {
        Matcher constraint = Pattern.compile("source +=.*azurerm\"\\s+version = \"~> ([0-9.]+)\"")
                .matcher(Files.readString(Path.of("templates/terraform/providers.tf")));

        assertThat(constraint.find()).isTrue();
        assertThat(Files.readString(Path.of("README.md"))).contains("`azurerm` provider " + constraint.group(1));
    }

    private static List<Diagnostic> diagnostics(String spec) {
        return new Generator("0", LocalDate.EPOCH)
                .validate(new SpecText("mesh.yaml", spec))
                .diagnostics();
    }

    /** The first fenced block of this language. */
    private static String block(String markdown, String language) {
        List<String> found = new ArrayList<>();
        MARKDOWN.parse(markdown).accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                if (block.getInfo().equals(language)) {
                    found.add(block.getLiteral());
                }
            }
        });
        return found.get(0);
    }

    private static List<String> links(Node document) {
        List<String> links = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                links.add(image.getDestination());
            }
        });
        return links;
    }

    private static boolean resolves(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** The anchors that GitHub makes of a page's headings. */
    private static List<String> anchors(Path page) {
        List<String> anchors = new ArrayList<>();
        parsed(page).accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                StringBuilder text = new StringBuilder();
                heading.accept(new TextOf(text::append));
                anchors.add(text.toString()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
            }
        });
        return anchors;
    }

    private static Node parsed(Path page) {
        try {
            return MARKDOWN.parse(Files.readString(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class TextOf extends AbstractVisitor {
        private final Consumer<String> sink;

        TextOf(Consumer<String> sink) {
            this.sink = sink;
        }

        @Override
        public void visit(Text text) {
            sink.accept(text.getLiteral());
        }

        @Override
        public void visit(Code code) {
            sink.accept(code.getLiteral());
        }
    }
}
