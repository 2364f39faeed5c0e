package dev.meshgen.pki.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys that git has or would take with {@code git add}, as git itself says.
 *
 * @param folder of the keys
 */
public record GitExposure(Path folder) {
    /** A folder of a work tree may name programs that git would run. */
    private static final List<String> LIST = List.of(
            "git",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "safe.bareRepository=explicit",
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
            "--",
            ".");

    /** Nothing where there is no git, or the folder is in no work tree. */
    public List<Diagnostic> warnings() {
        List<Path> taken = taken().filter(file -> file.toString().endsWith("key.pem") || file.endsWith("tls.key"))
                .map(folder::resolve)
                .filter(FileSafety::exists)
                .sorted()
                .toList();
        if (taken.isEmpty()) {
            return List.of();
        }
        String more = taken.size() == 1 ? "" : " and " + (taken.size() - 1) + " more";
        return List.of(Diagnostic.warning(
                "pki-key-in-git",
                taken.get(0),
                "Git has private key `" + taken.get(0) + "`" + more + ", or takes it with the next `git add`.",
                "Run `git rm -r --cached --ignore-unmatch -- " + folder + " && echo '*' > "
                        + folder.resolve(".gitignore") + "`. Replace each key that was pushed."));
    }

    private Stream<Path> taken() {
        try {
            Process git = new ProcessBuilder(LIST)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            String listed = new String(git.getInputStream().readAllBytes(), UTF_8);
            return git.waitFor() == 0
                    ? Stream.of(listed.split("\0"))
                            .filter(name -> !name.isEmpty())
                            .map(Path::of)
                    : Stream.empty();
        } catch (IOException noGit) {
            return Stream.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Stream.empty();
        }
    }
}
