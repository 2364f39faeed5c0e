package dev.meshgen.render;

/** A template that takes more time, text or memory than any template needs. */
final class UnboundedTemplateException extends Exception {
    private static final long serialVersionUID = 1;

    UnboundedTemplateException(String message) {
        super(message);
    }
}
