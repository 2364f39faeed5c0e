package dev.meshgen.mesh;

/**
 * A cluster's address ranges.
 *
 * @param podCidr range of an overlay's pods; unused otherwise
 */
public record Network(
        CidrBlock addressSpace, CidrBlock podCidr, CidrBlock serviceCidr, Ipv4Address dnsServiceIp, Subnets subnets) {}
