/** JSON by Jackson's parser alone: its mapper takes longer to start than most commands run. */
@NullMarked
package dev.meshgen.json;

import org.jspecify.annotations.NullMarked;
