/**
 * What tests share: the program as a user runs it, the approved files that it is compared with, and
 * made-up input. {@code Meshgen} and {@code Samples} are the only classes here that call the
 * program.
 */
package dev.meshgen.testing;
