/**
 * In: a specification and a request. Out: the result, or the diagnostics. The only package that
 * knows every stage; decides nothing but their order.
 */
@NullMarked
package dev.meshgen.pipeline;

import org.jspecify.annotations.NullMarked;
