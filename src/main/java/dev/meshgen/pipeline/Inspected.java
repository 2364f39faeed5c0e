package dev.meshgen.pipeline;

import dev.meshgen.tree.TreeStates;
import java.nio.file.Path;

/** An output tree that was compared with its folder. */
public record Inspected(Path folder, TreeStates states) {}
