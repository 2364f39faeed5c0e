package dev.meshgen.render;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.plan.OutputPlan;
import dev.meshgen.plan.PlannedFile;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.TwoThreads;
import freemarker.core.Environment;
import freemarker.core.ParseException;
import freemarker.core._CoreAPI;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Renders planned files; a template that renders to blank lines only makes no file. */
public final class Renderer {
    /** For one file from a user's template; our largest takes some milliseconds. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int BLOCK = 37;

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

    /** The files in the order of the plan, and what is wrong with templates, once each. */
    public Outcome<List<OutputFile>> render(OutputPlan plan) {
        List<Diagnostic> forbidden = ForbiddenBuiltIns.in(store);
        if (!forbidden.isEmpty()) {
            return Outcome.of(List.of(), forbidden);
        }
        return plan.files().size() < TwoThreads.MANY ? render(plan.files()) : renderHalves(plan.files());
    }

    /** Each half has a renderer of its own, because what a template remembers is for one thread. */
    private Outcome<List<OutputFile>> renderHalves(List<PlannedFile> planned) {
        Map<String, OutputFile> files = new HashMap<>();
        List<Diagnostic> errors = new ArrayList<>();
        List<Outcome<List<OutputFile>>> halves = TwoThreads.run(
                () -> render(half(planned, 0)), () -> new Renderer(store, limit).render(half(planned, 1)));
        for (Outcome<List<OutputFile>> half : halves) {
            half.value().orElse(List.of()).forEach(file -> files.put(file.path(), file));
            errors.addAll(half.diagnostics());
        }
        List<OutputFile> inOrder = planned.stream()
                .flatMap(each -> Optional.ofNullable(files.get(each.path())).stream())
                .toList();
        return Outcome.of(inOrder, once(errors));
    }

    /** Every second block: files that take long lie together. */
    private static List<PlannedFile> half(List<PlannedFile> planned, int which) {
        return IntStream.range(0, planned.size())
                .filter(i -> i / BLOCK % 2 == which)
                .mapToObj(planned::get)
                .toList();
    }

    /** After a template that takes too much none is tried: there may be one for each cluster. */
    private Outcome<List<OutputFile>> render(List<PlannedFile> all) {
        List<OutputFile> files = new ArrayList<>();
        List<Diagnostic> errors = new ArrayList<>();
        try (TemplateThread thread = new TemplateThread()) {
            for (PlannedFile planned : all) {
                try {
                    text(planned, thread)
                            .map(text -> new OutputFile(planned.path(), planned.template(), text))
                            .ifPresent(files::add);
                } catch (ExecutionException e) {
                    errors.add(error(planned, e.getCause()));
                } catch (IOException | FaultException e) {
                    errors.add(error(planned, e));
                } catch (UnboundedTemplateException e) {
                    errors.add(error(planned, TemplateFault.unbounded(String.valueOf(e.getMessage())), e));
                    break;
                }
            }
        }
        return Outcome.of(List.copyOf(files), once(errors));
    }

    /** Only a user's template needs a limit: ours end, and none includes another. */
    private Optional<String> text(PlannedFile planned, TemplateThread thread)
            throws IOException, FaultException, ExecutionException, UnboundedTemplateException {
        return file(planned.template()).isPresent()
                ? thread.run(() -> text(planned, new BoundedText()), limit)
                : text(planned, new BoundedText());
    }

    /** A template that makes several files has one error in one place. */
    private static List<Diagnostic> once(List<Diagnostic> errors) {
        Map<SourceSpan, Diagnostic> first = new LinkedHashMap<>();
        errors.forEach(error -> first.putIfAbsent(error.span(), error));
        return List.copyOf(first.values());
    }

    /**
     * A file that {@link #render} has made, once more, with the line of the template for each line.
     */
    public TracedFile trace(PlannedFile planned) {
        try {
            TracedText out = new TracedText();
            String text = text(planned, out).orElseThrow();
            return new TracedFile(new OutputFile(planned.path(), planned.template(), text), out.sources(text));
        } catch (IOException | FaultException e) {
            throw new IllegalStateException("Template " + planned.template() + " failed the second time.", e);
        }
    }

    private Optional<String> text(PlannedFile planned, Writer out) throws IOException, FaultException {
        Language language = Language.of(planned.path());
        Template template = template(language, planned.template());
        TemplateVariables variables = new TemplateVariables(planned.scope(), template.getObjectWrapper());
        run(template, variables, out);
        String body = out.toString().strip();
        return body.isEmpty()
                ? Optional.empty()
                : Optional.of(language.literals().finish(language.withHeader(body + "\n", planned.template())));
    }

    /**
     * Asks what is known while the template still runs: the names of its loops are gone afterwards.
     */
    private static void run(Template template, TemplateVariables variables, Writer out)
            throws IOException, FaultException {
        List<TemplateFault> faults = new ArrayList<>();
        TemplateExceptionHandler handler = (e, at, text) -> {
            String blamed = e.getBlamedExpressionString();
            SortedSet<String> known =
                    blamed == null ? Collections.emptySortedSet() : KnownNames.forLastOf(blamed, at, variables);
            faults.add(TemplateFault.of(e, known));
            throw e;
        };
        try {
            Environment environment = template.createProcessingEnvironment(variables, out);
            environment.setTemplateExceptionHandler(handler);
            environment.process();
        } catch (TemplateException e) {
            faults.add(TemplateFault.of(e, Collections.emptySortedSet()));
            throw new FaultException(faults.get(0), e);
        }
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
        // So that a thread that was given up stops at its loop's next turn; each call adds to the
        // template.
        _CoreAPI.addThreadInterruptedChecks(read);
        templates.put(name, read);
        return read;
    }

    private Diagnostic error(PlannedFile planned, @Nullable Throwable cause) {
        if (cause instanceof ParseException e) {
            return error(planned, TemplateFault.of(e), e);
        }
        if (cause instanceof FaultException e) {
            return error(planned, e.fault, e);
        }
        // FreeMarker remembers a template that it could not read.
        if (cause instanceof IOException e && e.getCause() instanceof ParseException earlier) {
            return error(planned, TemplateFault.of(earlier), e);
        }
        throw new IllegalStateException("Template " + planned.template() + " failed.", cause);
    }

    /** An error in a user's template is reported with its position; one in ours is a bug. */
    private Diagnostic error(PlannedFile planned, TemplateFault fault, Throwable cause) {
        String file = file(fault.place().template())
                .or(() -> file(planned.template()))
                .orElseThrow(() -> new IllegalStateException("Template " + planned.template() + " failed.", cause));
        return Diagnostic.error("template-error", fault.place().in(file), fault.message(), fault.hint());
    }

    private Optional<String> file(@Nullable String template) {
        return Optional.ofNullable(template)
                .flatMap(store::find)
                .flatMap(TemplateStore.Source::file)
                .map(Path::toString);
    }

    /** A template's exception with what it means. */
    private static final class FaultException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient TemplateFault fault;

        FaultException(TemplateFault fault, TemplateException cause) {
            super(cause);
            this.fault = fault;
        }
    }
}
