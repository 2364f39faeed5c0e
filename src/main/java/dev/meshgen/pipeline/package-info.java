/**
 * In: a request. Out: what became of it. The only package that knows every stage; holds no decision of its own.
 */
@NullMarked
package dev.meshgen.pipeline;

import org.jspecify.annotations.NullMarked;
