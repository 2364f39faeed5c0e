package dev.meshgen.cli;

import dev.meshgen.pki.Adopted;
import dev.meshgen.pki.Authority;
import dev.meshgen.pki.ExistingCertificates;
import dev.meshgen.pki.ExistingCertificates.Intermediate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code meshgen ca adopt}: certificates and keys that exist already. */
@Command(
        name = "adopt",
        description = "Takes over a root and intermediates that were made elsewhere, after checking them.",
        footer = "  meshgen ca adopt --root-cert root-cert.pem --root-key root-key.pem"
                + " --intermediate one=one/ca-cert.pem,one/ca-key.pem mesh.yaml")
final class CaAdoptCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--root-cert", paramLabel = "FILE", description = "The root's certificate, PEM.")
    private @Nullable Path rootCertificate;

    @Option(
            names = "--root-key",
            paramLabel = "FILE",
            description = "The root's private key, PEM. Without it nothing can be signed here.")
    private @Nullable Path rootKey;

    @Option(
            names = "--intermediate",
            paramLabel = "CLUSTER=CERT,KEY",
            converter = Named.class,
            description = "A cluster's intermediate, or that of `ingress`: its certificate with its issuers below the"
                    + " root, and its private key. Repeat it for each.")
    private List<Named.Files> intermediates = List.of();

    @Option(names = "--abandon", description = "Call off an adoption that was interrupted.")
    private boolean abandon;

    @Mixin
    private CaOptions options = new CaOptions();

    CaAdoptCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (abandon) {
            if (rootCertificate != null || rootKey != null || !intermediates.isEmpty()) {
                throw new ParameterException(command.commandLine(), "`--abandon` takes no files");
            }
            return options.run(
                    console, Authority::abandonAdoption, done -> "The adoption is abandoned; nothing has changed.\n");
        }
        ExistingCertificates given = given();
        return options.run(console, authority -> authority.adopt(given), CaAdoptCommand::text);
    }

    private ExistingCertificates given() {
        if (rootCertificate == null) {
            throw new ParameterException(command.commandLine(), "Missing required option: '--root-cert=FILE'");
        }
        Map<String, Intermediate> named = new LinkedHashMap<>();
        for (Named.Files each : intermediates) {
            if (named.put(each.name(), each.files()) != null) {
                throw new ParameterException(command.commandLine(), "`" + each.name() + "` is given twice");
            }
        }
        return new ExistingCertificates(rootCertificate, Optional.ofNullable(rootKey), named);
    }

    private static String text(Adopted adopted) {
        String next = adopted.canSign()
                ? "Run `meshgen ca issue`: it makes them under this root.\n"
                : "The root's key isn't here: set `root: external` in `certificateAuthority`, then run `meshgen ca request"
                        + " CLUSTER` for each.\n";
        return CaIssueCommand.lines(adopted.files())
                + RootLines.of(List.of(adopted.root()))
                + (adopted.missing().isEmpty()
                        ? "Every intermediate is there. Run `meshgen ca issue` for the server certificates.\n"
                        : "Missing: " + String.join(", ", adopted.missing()) + ". " + next);
    }

    /** Reads {@code CLUSTER=CERT,KEY}. */
    static final class Named implements ITypeConverter<Named.Files> {
        /** A name with its files. */
        record Files(String name, Intermediate files) {}

        @Override
        public Files convert(String text) {
            int equals = text.indexOf('=');
            int comma = text.lastIndexOf(',');
            if (equals < 1 || comma < equals + 2 || comma == text.length() - 1) {
                throw new TypeConversionException("`" + text + "` isn't CLUSTER=CERT,KEY");
            }
            return new Files(
                    text.substring(0, equals),
                    new Intermediate(Path.of(text.substring(equals + 1, comma)), Path.of(text.substring(comma + 1))));
        }
    }
}
