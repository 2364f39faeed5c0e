package dev.meshgen.render;

import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How a target language writes a value, so that its readers get exactly that value back. */
interface Literals {
    /** One complete literal: quotes included where the language needs them. */
    String text(String value);

    /** A comment line, without its end. */
    String comment(String text);

    /** Further forms of a value, by the name of the function that prints them in a template. */
    default Map<String, UnaryOperator<String>> forms() {
        return Map.of();
    }

    /** A list of literals. */
    default String list(Collection<String> literals) {
        return "[" + String.join(", ", literals) + "]";
    }

    /** The last pass over a rendered file. */
    default String finish(String rendered) {
        return rendered;
    }
}
