package dev.meshgen.render;

import freemarker.core.CommonMarkupOutputFormat;
import java.io.IOException;
import java.io.Writer;

/** Makes FreeMarker's auto-escaping print each value as a complete literal. */
final class LiteralFormat extends CommonMarkupOutputFormat<Literal> {
    private final Language language;

    LiteralFormat(Language language) {
        this.language = language;
    }

    Language language() {
        return language;
    }

    @Override
    public String getName() {
        return language.name();
    }

    @Override
    public String getMimeType() {
        return "text/plain";
    }

    @Override
    public void output(String text, Writer out) throws IOException {
        out.write(escapePlainText(text));
    }

    @Override
    public String escapePlainText(String text) {
        return language.literals().text(text);
    }

    @Override
    public boolean isLegacyBuiltInBypassed(String builtIn) {
        return false;
    }

    @Override
    protected Literal newTemplateMarkupOutputModel(String plainText, String markup) {
        return new Literal(this, plainText, markup);
    }
}
