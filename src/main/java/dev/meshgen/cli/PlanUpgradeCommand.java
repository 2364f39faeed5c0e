package dev.meshgen.cli;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.diagnostic.Printable;
import dev.meshgen.mesh.Version;
import dev.meshgen.source.SpecText;
import dev.meshgen.upgrade.UpgradeTarget;
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

/** {@code meshgen plan-upgrade}: the way to newer versions. */
@Command(
        name = "plan-upgrade",
        description = "Prints a runbook for an upgrade of Istio, Kubernetes or both, in Markdown: the edits of the"
                + " specification, the commands, and what runs where at each moment. Writes nothing.",
        footer = {
            "  meshgen plan-upgrade --istio 1.31.0 > upgrade.md",
            "  meshgen plan-upgrade --istio 1.31.0 --kubernetes 1.36 mesh.yaml"
        })
final class PlanUpgradeCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private SpecOptions spec = new SpecOptions();

    @Option(
            names = "--istio",
            paramLabel = "VERSION",
            converter = Istio.class,
            description = "The version of Istio to upgrade to, such as 1.31.0.")
    private @Nullable Version istio;

    @Option(
            names = "--kubernetes",
            paramLabel = "VERSION",
            converter = Kubernetes.class,
            description = "The version of Kubernetes to upgrade every cluster to, such as 1.36.")
    private @Nullable Version kubernetes;

    @Mixin
    private ReportOptions report = new ReportOptions();

    PlanUpgradeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (istio == null && kubernetes == null) {
            throw new ParameterException(
                    command.commandLine(), "`--istio`, `--kubernetes` or both name what to upgrade to");
        }
        UpgradeTarget target = new UpgradeTarget(Optional.ofNullable(istio), Optional.ofNullable(kubernetes));
        Outcome<SpecText> text = spec.read(console.in());
        Outcome<String> planned = text.then(found -> spec.generator().planUpgrade(found, target));
        console.aside().report(planned.diagnostics(), text.value().map(SpecText::lines), report, "");
        planned.value().ifPresent(console.out()::print);
        console.out().flush();
        return ExitCode.of(planned);
    }

    /** A full version. */
    private static final class Istio implements ITypeConverter<Version> {
        @Override
        public Version convert(String text) {
            return version(text, "1\\.\\d{1,4}\\.\\d{1,4}", "a full version, such as 1.31.0");
        }
    }

    /** A minor, or a full version. */
    private static final class Kubernetes implements ITypeConverter<Version> {
        @Override
        public Version convert(String text) {
            return version(text, "1\\.\\d{1,4}(\\.\\d{1,4})?", "a version, such as 1.36");
        }
    }

    private static Version version(String text, String pattern, String wanted) {
        if (!text.matches(pattern)) {
            throw new TypeConversionException("`" + Printable.text(text) + "` isn't " + wanted);
        }
        return Version.parse(text);
    }
}
