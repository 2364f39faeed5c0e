package dev.meshgen.pipeline;

import dev.meshgen.tree.OutputTree;

/** A mesh with its tree in memory. */
record RenderedMesh(CheckedMesh checked, OutputTree tree) {}
