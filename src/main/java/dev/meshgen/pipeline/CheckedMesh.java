package dev.meshgen.pipeline;

import dev.meshgen.mesh.Mesh;
import dev.meshgen.schema.CompleteSpec;

/** A mesh that passed every check, with the specification that it was bound from. */
public record CheckedMesh(Mesh mesh, CompleteSpec spec) {}
