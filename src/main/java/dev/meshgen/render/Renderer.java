package dev.meshgen.render;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.plan.OutputPlan;
import dev.meshgen.plan.PlannedFile;
import dev.meshgen.tree.OutputFile;
import freemarker.core.ParseException;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders planned files; a template that renders to blank lines only makes no file. */
public final class Renderer {
    private final TemplateStore store;
    private final Map<Language, Configuration> configurations = new EnumMap<>(Language.class);

    public Renderer(TemplateStore store) {
        this.store = store;
    }

    public Outcome<List<OutputFile>> render(OutputPlan plan) {
        List<OutputFile> files = new ArrayList<>();
        List<Diagnostic> errors = new ArrayList<>();
        for (PlannedFile planned : plan.files()) {
            try {
                text(planned)
                        .map(text -> new OutputFile(planned.path(), planned.template(), text))
                        .ifPresent(files::add);
            } catch (ParseException e) {
                errors.add(error(planned, e.getLineNumber(), e.getColumnNumber(), e.getEditorMessage(), e));
            } catch (TemplateException e) {
                errors.add(error(planned, e.getLineNumber(), e.getColumnNumber(), e.getMessageWithoutStackTop(), e));
            } catch (StackOverflowError e) {
                errors.add(error(planned, null, null, "it includes or calls itself without end.", e));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // nothing here reads a disk
            }
        }
        return Outcome.of(List.copyOf(files), errors.stream().distinct().toList());
    }

    private Optional<String> text(PlannedFile planned) throws IOException, TemplateException {
        Language language = Language.of(planned.path());
        Template template = configurations
                .computeIfAbsent(language, each -> TemplateEngine.configure(each, store))
                .getTemplate(planned.template());
        StringWriter out = new StringWriter();
        template.process(new TemplateVariables(planned.scope(), template.getObjectWrapper()), out);
        String body = out.toString().strip();
        return body.isEmpty()
                ? Optional.empty()
                : Optional.of(language.literals().finish(language.withHeader(body + "\n", planned.template())));
    }

    /** An error in a user's template is reported with its position; one in ours is a bug. */
    private Diagnostic error(
            PlannedFile planned, @Nullable Integer line, @Nullable Integer column, String message, Throwable cause) {
        String file = store.find(planned.template())
                .flatMap(TemplateStore.Source::file)
                .orElseThrow(() -> new IllegalStateException("Template " + planned.template() + " failed.", cause))
                .toString();
        SourceSpan span =
                line == null || column == null ? SourceSpan.wholeFile(file) : new SourceSpan(file, line, column, 1);
        String oneLine = message.replaceAll("\\s+", " ").strip();
        return Diagnostic.error(
                "template-error",
                span,
                "The template for `" + planned.path() + "` fails: " + oneLine,
                "Fix the template.");
    }
}
