package dev.meshgen.rule;

import java.time.LocalDate;
import java.util.List;

/**
 * The rules in force: an explicit list, sorted by id, so that a new rule is one class and one line.
 */
public final class Rules {
    private Rules() {}

    /**
     * Every rule.
     *
     * @param asOf the day on which versions must still be supported; only warnings depend on it
     */
    public static List<Rule> all(LocalDate asOf) {
        return List.of(
                new AddonIdentity(),
                new AddressSpaceSize(),
                new ApiServerRanges(),
                new AutoscaleBounds(),
                new BastionPlace(),
                new BastionSubnetSize(),
                new CallJobName(),
                new ClosedVault(),
                new ClusterNameLength(),
                new CommonNameLength(),
                new DefaultServiceAccount(),
                new DefaultTag(),
                new DeployerId(),
                new DistantIngress(),
                new DnsServiceAddress(),
                new DuplicateApplication(),
                new DuplicateCluster(),
                new EphemeralDisk(),
                new GatewaySubnetSize(),
                new IdleGateway(),
                new IngressGateway(),
                new IngressHost(),
                new InternalHost(),
                new IssuerKind(),
                new IssuerSettings(),
                new IstioOnKubernetes(),
                new KeyVaultName(),
                new MemoryUnit(),
                new NetworkMode(),
                new NetworkOverlap(),
                new NetworkSplit(),
                new NodeSubnetCapacity(),
                new PlaceholderId(),
                new PodRangeCapacity(),
                new PodRangeOverlap(),
                new PodSubnetCapacity(),
                new PreviousVersion(),
                new PrivateRange(),
                new PrivilegedPort(),
                new ProbePath(),
                new CanonicalRange(),
                new ReservedRange(),
                new RedundantCaller(),
                new RedundantRange(),
                new RegistryName(),
                new RequestAboveLimit(),
                new ReservedName(),
                new ReservedNamespace(),
                new ServiceRangeOverlap(),
                new ServiceRangeSize(),
                new SidecarPort(),
                new SidecarUser(),
                new SubnetOutsideNetwork(),
                new SubnetOverlap(),
                new SystemPoolSize(),
                new UnknownCaller(),
                new UnknownCluster(),
                new UnknownRegion(),
                new UnpinnedImage(),
                new VersionSupport(asOf),
                new VmSizeName(),
                new WritablePathOverlap());
    }
}
