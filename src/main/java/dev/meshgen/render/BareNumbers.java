package dev.meshgen.render;

import freemarker.core.Environment;
import freemarker.core.TemplateNumberFormat;
import freemarker.core.TemplateNumberFormatFactory;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import java.util.Locale;

/** Prints numbers as literals: bare, without grouping, whatever the locale. */
final class BareNumbers extends TemplateNumberFormatFactory {
    private final LiteralFormat format;

    BareNumbers(LiteralFormat format) {
        this.format = format;
    }

    @Override
    public TemplateNumberFormat get(String parameters, Locale locale, Environment environment) {
        return new Bare();
    }

    private final class Bare extends TemplateNumberFormat {
        @Override
        public String formatToPlainText(TemplateNumberModel number) throws TemplateModelException {
            return number.getAsNumber().toString();
        }

        @Override
        public Object format(TemplateNumberModel number) throws TemplateModelException {
            return format.fromMarkup(formatToPlainText(number));
        }

        @Override
        public boolean isLocaleBound() {
            return false;
        }

        @Override
        public String getDescription() {
            return "bare literal";
        }
    }
}
