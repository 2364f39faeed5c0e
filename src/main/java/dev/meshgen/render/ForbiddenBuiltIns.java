package dev.meshgen.render;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SourceSpan;
import freemarker.core.ParseException;
import freemarker.template.Configuration;
import freemarker.template.Template;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds built-ins by which a template runs text as a template: what such a template does can't be
 * seen in a review. FreeMarker has no setting that forbids them.
 */
final class ForbiddenBuiltIns {
    /** As FreeMarker prints a template that it has read: without spaces and comments in between. */
    private static final Pattern READ = Pattern.compile("\\?(eval|interpret)(?![a-zA-Z])");

    private static final Pattern WRITTEN = Pattern.compile("\\?\\s*(eval|interpret)");

    private ForbiddenBuiltIns() {}

    /** An error for each of a user's templates that has one. */
    static List<Diagnostic> in(TemplateStore store) {
        if (store.own().isEmpty()) {
            return List.of();
        }
        Configuration configuration = TemplateEngine.configure(Language.PLAIN, store);
        return store.names().stream()
                .flatMap(name -> store.find(name).stream())
                .flatMap(source -> source.file().stream().flatMap(file -> in(configuration, file, source.text())))
                .toList();
    }

    private static Stream<Diagnostic> in(Configuration configuration, Path file, String text) {
        return canonical(configuration, text)
                .map(READ::matcher)
                .filter(Matcher::find)
                .map(found -> Diagnostic.error(
                        "template-error",
                        position(file, text),
                        "The template uses `?" + found.group(1) + "`.",
                        "Write the expression itself: templates don't run text as templates."))
                .stream();
    }

    /** Nothing for a template that can't be read, which is reported where it is rendered. */
    private static Optional<String> canonical(Configuration configuration, String text) {
        try {
            StringWriter out = new StringWriter();
            new Template("template", text, configuration).dump(out);
            return Optional.of(out.toString());
        } catch (ParseException | StackOverflowError e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException(e); // nothing here reads a disk
        }
    }

    private static SourceSpan position(Path file, String text) {
        Matcher found = WRITTEN.matcher(text);
        if (!found.find()) {
            return SourceSpan.wholeFile(file.toString());
        }
        String before = text.substring(0, found.start());
        int line = (int) before.chars().filter(each -> each == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return new SourceSpan(file.toString(), line, column, found.end() - found.start());
    }
}
