package dev.meshgen.render;

import freemarker.template.TemplateModelException;

/** A template calls a method with arguments that it doesn't take. */
final class UnfitArgumentsException extends TemplateModelException {
    private static final long serialVersionUID = 1;

    UnfitArgumentsException(String method) {
        super("`" + method + "` doesn't take these arguments.");
    }
}
