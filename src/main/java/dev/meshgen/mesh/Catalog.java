package dev.meshgen.mesh;

import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** Versions that are known, by minor such as {@code 1.31}. */
public record Catalog(SortedMap<String, IstioMinor> istio, SortedMap<String, KubernetesMinor> kubernetes) {
    /**
     * An Istio minor.
     *
     * @param kubernetes the Kubernetes minors that it supports
     * @param endOfLife last day of support, if known
     */
    public record IstioMinor(SortedSet<String> kubernetes, Optional<LocalDate> endOfLife) {}

    /**
     * A Kubernetes minor on AKS.
     *
     * @param endOfLife last day of support, if known
     */
    public record KubernetesMinor(Optional<LocalDate> endOfLife) {}
}
