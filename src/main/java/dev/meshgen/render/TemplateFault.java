package dev.meshgen.render;

import dev.meshgen.diagnostic.SourceSpan;
import dev.meshgen.diagnostic.Suggestion;
import freemarker.core.InvalidReferenceException;
import freemarker.core.ParseException;
import freemarker.template.TemplateException;
import freemarker.template.TemplateNotFoundException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong in a template, in words for whoever writes it.
 *
 * @param place where, unless it is the template as a whole
 */
record TemplateFault(Place place, String message, String hint) {
    private static final String FIX = "Fix the template; docs/templates.md says what one can write.";

    /** What FreeMarker adds for those who write Java, and its tips. */
    private static final Pattern NOISE = Pattern.compile(
            "(?s)\\s*\\((wrapper: |[^)]*wrapped into )[^)]*\\)|\\s*\\[in template .*?]|\\n+\\s*----.*| Help \\(latest version\\).*");

    private static final Pattern BUILT_INS =
            Pattern.compile("(?s)Unknown built-in: \"(\\w+)\".*list of built-ins:(.*)");

    /**
     * A place in a template.
     *
     * @param template its name, if it is known
     */
    record Place(
            @Nullable String template,
            @Nullable Integer line,
            @Nullable Integer column,
            int length) {
        SourceSpan in(String file) {
            return line == null || column == null
                    ? SourceSpan.wholeFile(file)
                    : new SourceSpan(file, line, column, Math.max(1, length));
        }

        static Place of(TemplateException e) {
            boolean oneLine =
                    e.getEndColumnNumber() != null && e.getLineNumber().equals(e.getEndLineNumber());
            return new Place(
                    e.getTemplateSourceName(),
                    e.getLineNumber(),
                    e.getColumnNumber(),
                    oneLine ? e.getEndColumnNumber() - e.getColumnNumber() + 1 : 1);
        }
    }

    /** A template that takes too much of something. */
    static TemplateFault unbounded(String fact) {
        return new TemplateFault(
                new Place(null, null, null, 1), "The template can't be rendered: " + fact, "Fix the template.");
    }

    static TemplateFault of(ParseException e) {
        Place place = new Place(e.getTemplateName(), e.getLineNumber(), e.getColumnNumber(), 1);
        Matcher unknown = BUILT_INS.matcher(e.getEditorMessage());
        if (unknown.matches()) {
            return unknownBuiltIn(place, unknown.group(1), unknown.group(2));
        }
        return new TemplateFault(place, clean(e.getEditorMessage()), FIX);
    }

    private static TemplateFault unknownBuiltIn(Place place, String name, String all) {
        List<String> known = Arrays.stream(all.strip().split("[,\\s]+")).toList();
        return new TemplateFault(place, "`?" + name + "` is unknown." + didYouMean(name, known, "?"), FIX);
    }

    /**
     * @param known what could be in the place of the last name of the blamed expression
     */
    static TemplateFault of(TemplateException e, SortedSet<String> known) {
        if (e.getCause() instanceof ParseException included) {
            return of(included);
        }
        if (e.getCause() instanceof TemplateNotFoundException missing) {
            return new TemplateFault(
                    Place.of(e),
                    "There is no template `" + missing.getTemplateName() + "` to include.",
                    "Write its path from the folder of templates, with a slash before it, such as `/_parts/labels.yaml`.");
        }
        String blamed = Optional.ofNullable(e.getBlamedExpressionString()).orElse("");
        if (e instanceof InvalidReferenceException && !blamed.isEmpty()) {
            return missing(Place.of(e), blamed, known);
        }
        if (e instanceof UnfitArgumentsException) {
            return new TemplateFault(
                    Place.of(e),
                    "A call here gets a value that it doesn't take" + (blamed.isEmpty() ? "." : ": `" + blamed + "`."),
                    "Check what is in its parentheses: a value of another kind, or none.");
        }
        return new TemplateFault(Place.of(e), clean(e.getMessageWithoutStackTop()), FIX);
    }

    private static TemplateFault missing(Place place, String blamed, SortedSet<String> known) {
        String name = blamed.substring(blamed.lastIndexOf('.') + 1);
        if (known.isEmpty() || known.contains(name) || !name.matches("\\w+")) {
            return new TemplateFault(
                    place,
                    "`" + blamed + "` has no value here.",
                    "Write it inside `[#if (" + blamed + ")??]...[/#if]`, or give a default: `(" + blamed
                            + ")!\"none\"`.");
        }
        return new TemplateFault(
                place,
                "`" + blamed + "` is unknown." + didYouMean(name, known, ""),
                "Known here: `" + String.join("`, `", known) + "`.");
    }

    private static String didYouMean(String name, Collection<String> known, String before) {
        return Suggestion.nearest(name, known)
                .map(near -> " Did you mean `" + before + near + "`?")
                .orElse("");
    }

    private static String clean(String message) {
        String text =
                NOISE.matcher(message).replaceAll("").replaceAll("\\s+", " ").strip();
        text = text.replaceAll("\\b(an extended_hash|a hash)\\b", "a mapping")
                .replace("${...}", "[=...]")
                .replace(" ,", ",");
        String marked = text.replaceAll("\\.?\\s*(The blamed expression)?: ==> (.*)$", ": `$2`");
        return marked.endsWith(".") ? marked : marked + ".";
    }
}
