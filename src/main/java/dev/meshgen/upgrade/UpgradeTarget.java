package dev.meshgen.upgrade;

import dev.meshgen.mesh.Version;
import java.util.Optional;

/** The versions that a mesh shall have; empty for the one that it has. */
public record UpgradeTarget(Optional<Version> istio, Optional<Version> kubernetes) {}
