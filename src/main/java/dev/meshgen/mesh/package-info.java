/**
 * The domain: the mesh as checked values. Every name and number that follows from the specification
 * is a method here, so that HCL, YAML and scripts can't disagree. Knows no I/O, no library and no
 * stage.
 */
@NullMarked
package dev.meshgen.mesh;

import org.jspecify.annotations.NullMarked;
