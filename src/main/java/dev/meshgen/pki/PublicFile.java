package dev.meshgen.pki;

/**
 * A file of the authority that lies in the tree and holds no secret.
 *
 * @param path relative to the tree, with slashes
 * @param bytes as on disk; not to be changed
 */
public record PublicFile(String path, byte[] bytes) implements Comparable<PublicFile> {
    @Override
    public int compareTo(PublicFile other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }
}
