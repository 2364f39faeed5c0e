package dev.meshgen.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Cases;
import dev.meshgen.testing.Gen;
import dev.meshgen.testing.HostileText;
import dev.meshgen.testing.Property;
import dev.meshgen.testing.RequiredTool;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.xml.sax.InputSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Any text comes back from a reader of the target language as it went in. */
class EscapingProperties {
    private static final Gen<String> TEXT = Gen.textOf(HostileText.parts(), 8);

    @Property
    void yaml_1_1_and_1_2_read_the_same_text(Cases cases) {
        cases.each(3000, Gen.textOf(HostileText.partsWithControls(), 8), EscapingProperties::assertYamlReads);
    }

    private static void assertYamlReads(String text) {
        String document =
                "key: " + new YamlLiterals().text(text) + "\nnext: 1\nlist: [" + new YamlLiterals().text(text) + "]\n";
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();

        var newer = (Map<?, ?>) new Load(settings).loadFromString(document);
        var older = new Yaml(new SafeConstructor(new LoaderOptions())).<Map<?, ?>>load(document);

        assertThat(newer.get("key")).isEqualTo(text);
        assertThat(older.get("key")).isEqualTo(text);
        assertThat(newer.get("list")).isEqualTo(List.of(text));
        assertThat(older.get("list")).isEqualTo(List.of(text));
    }

    /**
     * Terraform itself reads them, in one run: it keeps text in Unicode's normal form C, as its
     * documentation says.
     */
    @Property
    void terraform_reads_the_same_text(Cases cases) throws IOException, InterruptedException {
        RequiredTool.assumeOrFail("terraform");
        List<String> texts = cases.sample(2000, TEXT);
        Path folder = Files.createTempDirectory("hcl");
        String literals = texts.stream()
                .map(text -> "    " + new HclLiterals().text(text) + ",\n")
                .collect(Collectors.joining());
        Files.writeString(
                folder.resolve("main.tf"), "output \"texts\" {\n  value = [\n" + literals + "  ]\n}\n", UTF_8);

        run(folder, "terraform", "apply", "-auto-approve", "-no-color");
        String json = run(folder, "terraform", "output", "-json", "texts");

        List<String> read = new JsonMapper()
                .readTree(json)
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
        assertThat(read)
                .isEqualTo(texts.stream()
                        .map(text -> Normalizer.normalize(text, Normalizer.Form.NFC))
                        .toList());
    }

    static String run(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return printed;
    }

    @Property
    void xml_reads_the_same_text(Cases cases) {
        cases.each(1000, TEXT, EscapingProperties::assertXmlReads);
    }

    private static void assertXmlReads(String text) throws Exception {
        String visible = text.replaceAll("[\r\n\t\u0085\u2028]", "");
        String document =
                "<a b=\"" + new XmlLiterals().text(visible) + "\">" + new XmlLiterals().text(visible) + "</a>";

        var element = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(document)))
                .getDocumentElement();

        assertThat(element.getTextContent()).isEqualTo(visible);
        assertThat(element.getAttribute("b")).isEqualTo(visible);
    }

    /** One bash for many words: starting one for each would take minutes. */
    @Property
    void bash_reads_the_same_words(Cases cases) throws IOException, InterruptedException {
        List<String> words = cases.sample(2000, TEXT);
        String script = words.stream()
                .map(word -> "printf '%s\\0' " + new ShellLiterals().text(word))
                .collect(Collectors.joining("\n"));
        Path file = Files.createTempFile("words", ".sh");
        Files.writeString(file, script, UTF_8);

        Process bash = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(bash.getInputStream().readAllBytes(), UTF_8);

        assertThat(bash.waitFor()).isZero();
        assertThat(List.of(printed.split("\0", -1))).isEqualTo(withEnd(words));
        Files.delete(file);
    }

    private static List<String> withEnd(List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.add("");
        return all;
    }
}
