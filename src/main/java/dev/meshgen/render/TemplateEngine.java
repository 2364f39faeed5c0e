package dev.meshgen.render;

import freemarker.cache.TemplateLoader;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateExceptionHandler;
import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * FreeMarker, configured so that nothing depends on the machine and no template reaches beyond its
 * variables.
 */
final class TemplateEngine {
    private TemplateEngine() {}

    static Configuration configure(Language language, TemplateStore store) {
        LiteralFormat format = new LiteralFormat(language);
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setTemplateLoader(new StoreLoader(store));
        configuration.setLocalizedLookup(false);
        configuration.setTagSyntax(Configuration.SQUARE_BRACKET_TAG_SYNTAX);
        configuration.setInterpolationSyntax(Configuration.SQUARE_BRACKET_INTERPOLATION_SYNTAX);
        configuration.setOutputFormat(format);
        configuration.setRecognizeStandardFileExtensions(false);
        configuration.setAutoEscapingPolicy(Configuration.ENABLE_IF_SUPPORTED_AUTO_ESCAPING_POLICY);
        configuration.setObjectWrapper(new LiteralWrapper(format));
        configuration.setCustomNumberFormats(Map.of("bare", new BareNumbers(format)));
        configuration.setNumberFormat("@bare");
        configuration.setLocale(Locale.ROOT);
        configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
        configuration.setDefaultEncoding("UTF-8");
        configuration.setAPIBuiltinEnabled(false);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        addFunctions(configuration, format);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setWrapUncheckedExceptions(true);
        return configuration;
    }

    /** Lets a template print text of another language, such as a command in a code span. */
    private static void addFunctions(Configuration configuration, LiteralFormat format) {
        configuration.setRegisteredCustomOutputFormats(
                Arrays.stream(Language.values()).map(LiteralFormat::new).toList());
        configuration.setSharedVariable("shell", new TextFunction("shell", Language.SHELL.literals()::text));
        format.language()
                .literals()
                .forms()
                .forEach((name, form) -> configuration.setSharedVariable(
                        name, new TextFunction(name, value -> new Literal(format, null, form.apply(value)))));
    }

    private record StoreLoader(TemplateStore store) implements TemplateLoader {
        @Override
        public @Nullable Object findTemplateSource(String name) {
            return store.find(name).orElse(null);
        }

        @Override
        public long getLastModified(Object source) {
            return 0;
        }

        @Override
        public Reader getReader(Object source, String encoding) {
            return new StringReader(((TemplateStore.Source) source).text());
        }

        @Override
        public void closeTemplateSource(Object source) {}
    }
}
