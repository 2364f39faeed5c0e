package dev.meshgen.render;

/**
 * The line of a template that printed a line of a file.
 *
 * @param template by its name; a file may print lines of the parts that it includes
 * @param number counted from 1
 */
public record LineSource(String template, int number) {}
