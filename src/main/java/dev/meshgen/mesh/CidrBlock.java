package dev.meshgen.mesh;

/**
 * An IPv4 range (RFC 4632).
 *
 * @param address the address as given, which may have host bits set, as an unsigned number
 * @param prefix length of the network prefix in bits, 0 to 32
 */
public record CidrBlock(long address, int prefix) {
    /**
     * Addresses that Azure keeps for itself in each subnet: network, gateway, two for DNS,
     * broadcast.
     */
    private static final int RESERVED_BY_AZURE = 5;

    public CidrBlock {
        if (address < 0 || address > 0xffff_ffffL || prefix < 0 || prefix > 32) {
            throw new IllegalArgumentException("Not an IPv4 range: " + address + "/" + prefix);
        }
    }

    /** Reads {@code a.b.c.d/p}. */
    public static CidrBlock parse(String text) {
        int slash = text.indexOf('/');
        return new CidrBlock(
                Ipv4Address.parse(text.substring(0, slash)).value(), Integer.parseInt(text.substring(slash + 1)));
    }

    /** Number of addresses. */
    public long size() {
        return 1L << (32 - prefix);
    }

    public long first() {
        return address & -size();
    }

    public long last() {
        return first() + size() - 1;
    }

    /** The same range written without host bits. */
    public CidrBlock network() {
        return new CidrBlock(first(), prefix);
    }

    public boolean isCanonical() {
        return address == first();
    }

    public boolean overlaps(CidrBlock other) {
        return first() <= other.last() && other.first() <= last();
    }

    public boolean contains(CidrBlock other) {
        return first() <= other.first() && other.last() <= last();
    }

    public boolean contains(Ipv4Address other) {
        return first() <= other.value() && other.value() <= last();
    }

    /** Addresses of a subnet of this range that Azure hands out. */
    public long usable() {
        return Math.max(0, size() - RESERVED_BY_AZURE);
    }

    /** The address at a distance from the first one. */
    public Ipv4Address addressAt(long distance) {
        return new Ipv4Address(first() + distance);
    }

    /**
     * One of the equal parts of this range.
     *
     * @param bits how many bits longer the part's prefix is (at most a /32 comes out)
     * @param index which part, counted from 0
     */
    public CidrBlock part(int bits, int index) {
        int longer = Math.min(32, prefix + bits);
        return new CidrBlock((first() + index * (1L << (32 - longer))) & 0xffff_ffffL, longer);
    }

    /** The first range of a prefix length in this one; this one itself where it is not larger. */
    public CidrBlock firstOf(int length) {
        return part(Math.max(0, length - prefix), 0);
    }

    /** The range of the same size right after this one, where there is one. */
    public CidrBlock next() {
        return new CidrBlock((first() + size()) & 0xffff_ffffL, prefix);
    }

    @Override
    public String toString() {
        return new Ipv4Address(address) + "/" + prefix;
    }
}
