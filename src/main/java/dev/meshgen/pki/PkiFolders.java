package dev.meshgen.pki;

import java.nio.file.Path;

/**
 * The two folders of a mesh's certificate authority.
 *
 * @param publicFolder certificates, which belong into version control
 * @param keysFolder private keys, which don't
 */
public record PkiFolders(Path publicFolder, Path keysFolder) {
    private static final String STAGED = "staged";

    /** The usual folders in an output tree. */
    public static PkiFolders in(Path tree) {
        return in(tree, tree.resolve("pki/private"));
    }

    public static PkiFolders in(Path tree, Path keysFolder) {
        return new PkiFolders(tree.resolve("pki"), keysFolder);
    }

    Path publicFile(String relative) {
        return publicFolder.resolve(relative);
    }

    Path keyFile(String relative) {
        return keysFolder.resolve(relative);
    }

    /** Where the successors of files wait until all of a step is made. */
    PkiFolders staged() {
        return new PkiFolders(publicFolder.resolve(STAGED), keysFolder.resolve(STAGED));
    }

    /** Where keys go that a rotation has replaced. */
    Path retiredKeys() {
        return keysFolder.resolve("retired");
    }

    /** In the tree and not in the keys folder, so that runs with different keys folders exclude each other too. */
    Path lockFile() {
        return publicFolder.resolve("private/.lock");
    }
}
