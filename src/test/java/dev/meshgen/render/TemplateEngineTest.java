package dev.meshgen.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.ContainerRegistry;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What FreeMarker would do by itself, and must not. */
class TemplateEngineTest {
    @TempDir
    Path folder;

    private Configuration configuration() {
        return TemplateEngine.configure(Language.PLAIN, store());
    }

    private TemplateStore store() {
        return TemplateStore.own(folder).value().orElseThrow();
    }

    private void print(String text, StringWriter out) throws IOException, TemplateException {
        new Template("test", text, configuration()).process(Map.of("thread", Thread.currentThread()), out);
    }

    private String print(String text) throws IOException, TemplateException {
        StringWriter out = new StringWriter();
        print(text, out);
        return out.toString();
    }

    private List<Diagnostic> forbidden(String text) throws IOException {
        Files.writeString(folder.resolve("a.md"), text);
        return ForbiddenBuiltIns.in(store());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'freemarker.template.utility.Execute'?new()('true')",
                "'freemarker.template.utility.ObjectConstructor'?new()('java.lang.Thread').name",
                "thread.name",
                "thread.getName()",
                "thread.class",
                "thread?api.name"
            })
    void a_template_neither_makes_nor_sees_an_object_of_java(String expression) {
        assertThatThrownBy(() -> print("[=" + expression + "]")).isInstanceOf(TemplateException.class);
    }

    @Test
    void a_template_s_name_chooses_neither_a_language_nor_a_way_to_escape() throws IOException {
        Files.writeString(folder.resolve("a_.md"), "of some language");
        Files.writeString(folder.resolve("a.md"), "its own");
        Files.writeString(folder.resolve("a.ftlh"), "");

        assertThat(configuration().getTemplate("a.md")).hasToString("its own");
        assertThat(configuration().getTemplate("a.ftlh").getOutputFormat()).isInstanceOf(LiteralFormat.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "HCL   | [\"a b\", 1, true, \"10.0.0.0/8\", \"Premium\"]",
                "YAML  | [\"a b\", 1, true, \"10.0.0.0/8\", Premium]",
                "SHELL | ('a b' 1 true 10.0.0.0/8 Premium)",
            })
    void a_list_of_values_is_one_literal(Language language, String literal) throws Exception {
        List<Object> list = List.of("a b", 1, true, CidrBlock.parse("10.0.0.0/8"), ContainerRegistry.Sku.PREMIUM);

        assertThat(print(language, "[=list]", Map.of("list", list))).isEqualTo(literal);
    }

    @Test
    void a_list_of_anything_else_is_only_gone_through() throws Exception {
        Map<String, Object> values = Map.of("lists", List.of(List.of("a"), List.of("b")));

        assertThatThrownBy(() -> print(Language.HCL, "[=lists]", values)).isInstanceOf(TemplateException.class);
        assertThat(print(Language.HCL, "[#list lists as each][=each][/#list]", values))
                .isEqualTo("[\"a\"][\"b\"]");
        assertThatThrownBy(() -> print(Language.HCL, "[=lists[2]]", values)).isInstanceOf(TemplateException.class);
    }

    @Test
    void a_boolean_is_a_condition_and_a_literal() throws Exception {
        Map<String, Object> values = Map.of("no", false, "yes", true);

        assertThat(print(Language.HCL, "[#if yes || no][=yes][/#if][#if no][=no][/#if]", values))
                .isEqualTo("true");
    }

    private String print(Language language, String text, Map<String, Object> values)
            throws IOException, TemplateException {
        StringWriter out = new StringWriter();
        new Template("test", text, TemplateEngine.configure(language, store())).process(values, out);
        return out.toString();
    }

    @Test
    void a_time_is_the_same_in_every_zone() throws Exception {
        TimeZone usual = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            assertThat(print("[=0?number_to_datetime?iso_local]")).isEqualTo("1970-01-01T00:00:00Z");
        } finally {
            TimeZone.setDefault(usual);
        }
    }

    @Test
    void a_failure_prints_nothing_and_logs_nothing() {
        StringWriter out = new StringWriter();
        List<String> logged = new ArrayList<>();
        Logger logger = Logger.getLogger("freemarker.runtime");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord found) {
                logged.add(found.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            assertThatThrownBy(() -> print("before [=missing] after", out)).isInstanceOf(TemplateException.class);
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(out).hasToString("before ");
        assertThat(logged).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'one\ntwo [=1?eval]',2,8,5", "'[=1 ? interpret]',1,5,11", "'a\n\n[=1?eval]\n[=2?eval]',3,4,5"})
    void text_that_would_be_run_is_reported_where_it_is_first(String text, int line, int column, int length)
            throws IOException {
        assertThat(forbidden(text)).singleElement().satisfies(fault -> {
            assertThat(fault.span().line()).isEqualTo(line);
            assertThat(fault.span().column()).isEqualTo(column);
            assertThat(fault.span().length()).isEqualTo(length);
            assertThat(fault.message()).startsWith("The template uses `?").endsWith("`.");
        });
    }

    @Test
    void a_comment_does_not_hide_it() throws IOException {
        assertThat(forbidden("text [=1?[#-- nothing --]eval]"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).isEqualTo("The template uses `?eval`."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[=1?string]", "eval and interpret", "[#if"})
    void what_runs_no_text_is_not_reported(String text) throws IOException {
        assertThat(forbidden(text)).isEmpty();
    }
}
