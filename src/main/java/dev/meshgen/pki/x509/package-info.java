/**
 * In: planned certificates and bytes. Out: keys, certificates, requests and chains, in memory and
 * as PEM. The only room that knows Bouncy Castle; must not touch a file: paths are only what
 * messages name.
 */
@NullMarked
package dev.meshgen.pki.x509;

import org.jspecify.annotations.NullMarked;
