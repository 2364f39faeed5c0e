package dev.meshgen.mesh;

/**
 * An IPv4 address.
 *
 * @param value the address as an unsigned number
 */
public record Ipv4Address(long value) {
    /** Reads {@code a.b.c.d}. */
    public static Ipv4Address parse(String text) {
        long value = 0;
        for (String octet : text.split("\\.")) {
            value = value << 8 | Integer.parseInt(octet);
        }
        return new Ipv4Address(value);
    }

    @Override
    public String toString() {
        return (value >> 24 & 255) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255);
    }
}
