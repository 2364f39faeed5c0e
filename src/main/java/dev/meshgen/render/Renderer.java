package dev.meshgen.render;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.plan.OutputPlan;
import dev.meshgen.plan.PlannedFile;
import dev.meshgen.tree.OutputFile;
import freemarker.core.ParseException;
import freemarker.core._CoreAPI;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Renders planned files; a template that renders to blank lines only makes no file. */
public final class Renderer {
    /** For one file; the largest takes some milliseconds. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final TemplateStore store;
    private final Duration limit;
    private final Map<Language, Configuration> configurations = new EnumMap<>(Language.class);
    private final Map<String, Template> templates = new HashMap<>();

    public Renderer(TemplateStore store) {
        this(store, LIMIT);
    }

    Renderer(TemplateStore store, Duration limit) {
        this.store = store;
        this.limit = limit;
    }

    /** After a template that takes too much no other is tried: there may be one for each cluster. */
    public Outcome<List<OutputFile>> render(OutputPlan plan) {
        List<OutputFile> files = new ArrayList<>();
        List<Diagnostic> errors = new ArrayList<>(ForbiddenBuiltIns.in(store));
        if (!errors.isEmpty()) {
            return Outcome.of(List.of(), errors);
        }
        try (TemplateThread thread = new TemplateThread(limit)) {
            for (PlannedFile planned : plan.files()) {
                try {
                    thread.run(() -> text(planned))
                            .map(text -> new OutputFile(planned.path(), planned.template(), text))
                            .ifPresent(files::add);
                } catch (ExecutionException e) {
                    errors.add(error(planned, e.getCause()));
                } catch (UnboundedTemplateException e) {
                    errors.add(error(planned, null, null, String.valueOf(e.getMessage()), e));
                    break;
                }
            }
        }
        return Outcome.of(List.copyOf(files), errors.stream().distinct().toList());
    }

    private Optional<String> text(PlannedFile planned) throws IOException, TemplateException {
        Language language = Language.of(planned.path());
        Template template = template(language, planned.template());
        BoundedText out = new BoundedText();
        template.process(new TemplateVariables(planned.scope(), template.getObjectWrapper()), out);
        String body = out.toString().strip();
        return body.isEmpty()
                ? Optional.empty()
                : Optional.of(language.literals().finish(language.withHeader(body + "\n", planned.template())));
    }

    /** Read once: there may be a file for each cluster. */
    private Template template(Language language, String name) throws IOException {
        Template known = templates.get(name);
        if (known != null) {
            return known;
        }
        Template read = configurations
                .computeIfAbsent(language, each -> TemplateEngine.configure(each, store))
                .getTemplate(name);
        // So that a thread that was given up stops at its loop's next turn; each call adds to the template.
        _CoreAPI.addThreadInterruptedChecks(read);
        templates.put(name, read);
        return read;
    }

    private Diagnostic error(PlannedFile planned, @Nullable Throwable cause) {
        if (cause instanceof ParseException e) {
            return error(planned, e.getLineNumber(), e.getColumnNumber(), e.getEditorMessage(), e);
        }
        if (cause instanceof TemplateException e) {
            return error(planned, e.getLineNumber(), e.getColumnNumber(), e.getMessageWithoutStackTop(), e);
        }
        throw new IllegalStateException("Template " + planned.template() + " failed.", cause);
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
