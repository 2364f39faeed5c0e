package dev.meshgen.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freemarker.template.Template;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a template may say, and that no template prints a value past its language's literals. */
class TemplateLanguageTest {
    @Test
    void no_template_switches_escaping_off() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("templates"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String text = Files.readString(file);
                for (String switchedOff :
                        new String[] {"no_esc", "noEsc", "noautoesc", "noAutoEsc", "noescape", "noEscape"}) {
                    if (text.contains(switchedOff)) {
                        found.put(file.toString(), switchedOff);
                    }
                }
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void a_markdown_template_prints_text_code_and_commands() throws Exception {
        String printed = print(Language.MARKDOWN, """
                [=value] and [=code(value)]: [=code("echo [=shell(value)]")]
                [#outputformat "SHELL"]
                ```sh
                echo [=value]
                ```
                [/#outputformat]
                """);

        assertThat(printed).isEqualTo("""
                        a \\*b\\* and `a *b*`: `echo 'a *b*'`
                        ```sh
                        echo 'a *b*'
                        ```
                        """);
    }

    @Test
    void a_function_that_gets_no_string_says_so_with_its_place() {
        assertThatThrownBy(() -> print(Language.MARKDOWN, "first line\n[=code(1)]"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("code() takes one string.")
                .extracting(thrown -> ((TemplateException) thrown).getLineNumber())
                .isEqualTo(2);
    }

    private static String print(Language language, String template) throws IOException, TemplateException {
        StringWriter out = new StringWriter();
        new Template("test", template, TemplateEngine.configure(language, TemplateStore.builtIn()))
                .process(Map.of("value", "a *b*"), out);
        return out.toString();
    }
}
