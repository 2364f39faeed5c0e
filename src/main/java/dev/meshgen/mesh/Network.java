package dev.meshgen.mesh;

/**
 * A cluster's address ranges.
 *
 * @param pods where pods get their addresses
 * @param podCidr range of an overlay's pods; unused otherwise
 */
public record Network(
        PodNetworking pods,
        CidrBlock addressSpace,
        CidrBlock podCidr,
        CidrBlock serviceCidr,
        Ipv4Address dnsServiceIp,
        Subnets subnets) {}
