package dev.meshgen.render;

import freemarker.core.CommonTemplateMarkupOutputModel;
import org.jspecify.annotations.Nullable;

/** A value that is already written in the target language. */
class Literal extends CommonTemplateMarkupOutputModel<Literal> {
    private final LiteralFormat format;

    Literal(LiteralFormat format, @Nullable String plainText, @Nullable String markup) {
        super(plainText, markup);
        this.format = format;
    }

    @Override
    public LiteralFormat getOutputFormat() {
        return format;
    }
}
