package dev.meshgen.mesh;

/** One direction of a VNet peering. */
public record Peering(Cluster from, Cluster to) {}
