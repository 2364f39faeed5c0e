package dev.meshgen.pki.files;

import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.RootPhase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A step that replaces files.
 *
 * @param arguments of the {@code ca} command that runs it
 * @param certificates whose files it may replace
 */
record StagedStep(String arguments, List<PlannedCertificate> certificates) {
    private static final String ABANDON_ROOT = "rotate root --abandon";
    private static final String LISTS = "crl";

    StagedStep {
        certificates = List.copyOf(certificates);
    }

    /** The step that a text names, if the plan has such a step: the text may be anybody's. */
    static Optional<StagedStep> of(CertificatePlan plan, String arguments) {
        return steps(plan).filter(step -> step.arguments.equals(arguments)).findFirst();
    }

    private static Stream<StagedStep> steps(CertificatePlan plan) {
        Stream<StagedStep> root = Stream.concat(
                Arrays.stream(RootPhase.values())
                        .map(phase -> new StagedStep("rotate root --step " + phase.label(), plan.certificates())),
                Stream.of(new StagedStep(ABANDON_ROOT, plan.certificates())));
        Stream<StagedStep> rotations = plan.issued().stream()
                .map(planned -> new StagedStep("rotate " + planned.rotation(), withIssued(plan, planned)));
        Stream<StagedStep> imports = plan.intermediates().stream()
                .map(planned -> new StagedStep("import " + planned.name() + " FILE", List.of(planned)));
        Stream<StagedStep> others = Stream.of("adopt", LISTS).map(name -> new StagedStep(name, plan.certificates()));
        return Stream.of(root, rotations, imports, others).flatMap(each -> each);
    }

    private static List<PlannedCertificate> withIssued(CertificatePlan plan, PlannedCertificate planned) {
        List<PlannedCertificate> all = new ArrayList<>(plan.issuedBy(planned));
        all.add(planned);
        return all;
    }

    /** Relative to the public folder. */
    Set<String> publicFiles() {
        if (arguments.equals(LISTS)) {
            return certificates.stream()
                    .flatMap(each -> each.revocationListFile().stream())
                    .collect(Collectors.toUnmodifiableSet());
        }
        Stream<String> state = arguments.startsWith("rotate root ") ? Stream.of(RotationState.FILE) : Stream.empty();
        return Stream.concat(state, certificates.stream().flatMap(each -> each.publicFiles().stream()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What may be in the staged folder while a step waits for answers to its requests. */
    Set<String> waitingFiles() {
        return Stream.concat(publicFiles().stream(), certificates.stream().map(PlannedCertificate::requestFile))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Relative to the keys folder. */
    Set<String> keyFiles() {
        // What is abandoned has signed nothing: its key is destroyed and not kept. Lists need none.
        return arguments.equals(ABANDON_ROOT) || arguments.equals(LISTS)
                ? Set.of()
                : certificates.stream().map(PlannedCertificate::keyFile).collect(Collectors.toUnmodifiableSet());
    }

    /** The arguments of the {@code ca} command that calls it off. */
    String abandonment() {
        if (arguments.startsWith("rotate root ")) {
            return ABANDON_ROOT;
        }
        return arguments.startsWith("import ")
                ? "request " + certificates.get(0).name() + " --abandon"
                : arguments + " --abandon";
    }
}
