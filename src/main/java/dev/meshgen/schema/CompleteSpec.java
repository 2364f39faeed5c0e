package dev.meshgen.schema;

import dev.meshgen.source.SpecDocument;
import tools.jackson.databind.node.ObjectNode;

/**
 * A specification that the schema accepts, with all defaults.
 *
 * @param document what was written
 * @param tree the same with cluster defaults merged and the schema's defaults filled in
 */
public record CompleteSpec(SpecDocument document, ObjectNode tree) {}
