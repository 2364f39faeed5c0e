package dev.meshgen.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ranges of a VNet's subnets.
 *
 * @param pods present exactly where pods have a subnet of their own
 */
public record Subnets(
        CidrBlock system,
        CidrBlock user,
        CidrBlock applicationGateway,
        CidrBlock bastion,
        CidrBlock privateEndpoints,
        Optional<CidrBlock> pods) {

    /**
     * A subnet by its key in the specification.
     *
     * @param key as in {@code network.subnets}
     */
    public record Named(String key, CidrBlock range) {}

    /**
     * Shortest address space, as a prefix length, that {@link #carve} can divide: its sixteenths
     * are /24.
     */
    public static final int LONGEST_CARVED_PREFIX = 20;

    /**
     * Divides an address space: four sixteenths for nodes and services, the upper half for pods.
     */
    public static Subnets carve(CidrBlock space, boolean withPods) {
        CidrBlock services = space.part(4, 3).firstOf(26);
        return new Subnets(
                space.part(4, 0),
                space.part(4, 1),
                space.part(4, 2).firstOf(24),
                services,
                services.next(),
                withPods ? Optional.of(space.part(1, 1)) : Optional.empty());
    }

    /** All of them: nodes, pods, services. */
    public List<Named> all() {
        List<Named> all = new ArrayList<>(List.of(new Named("system", system), new Named("user", user)));
        pods.ifPresent(range -> all.add(new Named("pods", range)));
        all.add(new Named("applicationGateway", applicationGateway));
        all.add(new Named("bastion", bastion));
        all.add(new Named("privateEndpoints", privateEndpoints));
        return List.copyOf(all);
    }
}
