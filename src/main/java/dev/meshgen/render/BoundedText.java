package dev.meshgen.render;

import java.io.IOException;
import java.io.Writer;

/** Collects what a template prints, up to a limit far above any generated file. */
final class BoundedText extends Writer {
    private static final int LARGEST = 1 << 24;

    private final StringBuilder text = new StringBuilder();

    /** That a template prints too much. */
    static final class FullException extends IOException {
        private static final long serialVersionUID = 1;

        FullException() {
            super("it prints more than 16 MiB.");
        }
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        if (text.length() + length > LARGEST) {
            throw new FullException();
        }
        text.append(characters, offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }
}
