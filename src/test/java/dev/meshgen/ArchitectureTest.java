package dev.meshgen;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house: who may know whom, and which library lives where. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.meshgen");

    /** Packages by the packages of ours that they may import; a package that isn't here may not exist. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("diagnostic", Set.of()),
            Map.entry("mesh", Set.of()),
            Map.entry("source", Set.of("diagnostic")),
            Map.entry("schema", Set.of("diagnostic", "source")),
            Map.entry("binding", Set.of("schema", "mesh")),
            Map.entry("rule", Set.of("diagnostic", "mesh")),
            Map.entry("topology", Set.of("mesh")),
            Map.entry("plan", Set.of("diagnostic", "mesh", "topology")),
            Map.entry("render", Set.of("diagnostic", "mesh", "plan")),
            Map.entry("output", Set.of("diagnostic")),
            Map.entry("pki.plan", Set.of("diagnostic", "mesh")),
            Map.entry("pki.x509", Set.of("diagnostic", "pki.plan")),
            Map.entry("pki.files", Set.of("diagnostic", "pki.plan", "pki.x509")),
            Map.entry("pki.verify", Set.of("diagnostic", "pki.plan", "pki.x509", "pki.files")),
            Map.entry("pki", Set.of("diagnostic", "mesh", "pki.plan", "pki.x509", "pki.files", "pki.verify")),
            Map.entry(
                    "pipeline",
                    Set.of(
                            "diagnostic",
                            "source",
                            "schema",
                            "binding",
                            "mesh",
                            "rule",
                            "plan",
                            "render",
                            "output",
                            "pki")),
            Map.entry(
                    "cli",
                    Set.of(
                            "diagnostic",
                            "source",
                            "mesh",
                            "output",
                            "pipeline",
                            "pki",
                            "pki.plan",
                            "pki.x509",
                            "pki.files",
                            "pki.verify")));

    /** What callers of the certificate authority may know of it: its front door, and the values that pass through. */
    private static final Set<String> FRONT_DOOR_OF_PKI = Set.of(
            "dev.meshgen.pki.Authority",
            "dev.meshgen.pki.AuthoritySettings",
            "dev.meshgen.pki.KeyProgress",
            "dev.meshgen.pki.files.PassphraseSource",
            "dev.meshgen.pki.plan.KeyAlgorithm",
            "dev.meshgen.pki.plan.PlannedCertificate",
            "dev.meshgen.pki.plan.RootPhase",
            "dev.meshgen.pki.verify.CertificateStatus",
            "dev.meshgen.pki.verify.StatusReport",
            "dev.meshgen.pki.verify.VerificationReport",
            "dev.meshgen.pki.x509.Passphrase");

    /** Libraries by the packages that exist to hide them. */
    private static final Map<String, Set<String>> LIVES_IN = Map.of(
            "picocli..", Set.of("cli"),
            "org.snakeyaml..", Set.of("source"),
            "com.networknt..", Set.of("schema"),
            "freemarker..", Set.of("render"),
            "org.bouncycastle..", Set.of("pki.x509"),
            "tools.jackson..", Set.of("schema", "binding", "output", "diagnostic"));

    static Stream<ArchRule> layers() {
        return MAY_IMPORT.entrySet().stream()
                .map(
                        entry -> classes()
                                .that()
                                .resideInAPackage("dev.meshgen." + entry.getKey())
                                .should()
                                .onlyDependOnClassesThat(DescribedPredicate.describe(
                                        "are its own, those of " + new TreeSet<>(entry.getValue()) + ", or a library's",
                                        type -> !type.getPackageName().startsWith("dev.meshgen")
                                                || type.getPackageName().equals("dev.meshgen." + entry.getKey())
                                                || entry.getValue()
                                                        .contains(type.getPackageName()
                                                                .replace("dev.meshgen.", ""))))
                                .because(
                                        "a stage knows only the values that it takes and makes, so that each can be read and changed alone"));
    }

    static Stream<ArchRule> fences() {
        return LIVES_IN.entrySet().stream()
                .map(entry -> noClasses()
                        .that()
                        .resideOutsideOfPackages(entry.getValue().stream()
                                .map(name -> "dev.meshgen." + name)
                                .toArray(String[]::new))
                        .and()
                        .doNotHaveFullyQualifiedName("dev.meshgen.Main")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(entry.getKey())
                        .because("the library can then be replaced, or upgraded, in one place"));
    }

    @ParameterizedTest
    @MethodSource({"layers", "fences"})
    void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    @Test
    void every_package_has_its_place() {
        Set<String> packages = new TreeSet<>();
        CLASSES.forEach(type -> packages.add(type.getPackageName()));
        packages.remove("dev.meshgen");

        assertThat(packages)
                .isSubsetOf(MAY_IMPORT.keySet().stream()
                        .map(name -> "dev.meshgen." + name)
                        .toList());
    }

    @Test
    void the_certificate_authority_is_entered_by_its_front_door() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.meshgen.pki..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are behind the front door of pki",
                        type -> type.getPackageName().startsWith("dev.meshgen.pki")
                                && !FRONT_DOOR_OF_PKI.contains(outermost(type).getName())))
                .because(
                        "what the authority does with keys has one entrance, which holds the lock and the order of steps")
                .check(CLASSES);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    @Test
    void one_room_of_the_certificate_authority_touches_the_disk() {
        noClasses()
                .that()
                .resideInAPackage("dev.meshgen.pki..")
                .and()
                .resideOutsideOfPackage("dev.meshgen.pki.files")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(Files.class.getName())
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.nio.channels")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(Random|.*)File.*")
                .orShould()
                .callMethod(Path.class, "toRealPath", LinkOption[].class)
                .because("links, modes and half-written files are then guarded against in one place")
                .check(CLASSES);
    }

    @Test
    void records_of_the_certificate_authority_have_at_most_six_components() {
        classes()
                .that()
                .resideInAPackage("dev.meshgen.pki..")
                .and()
                .areRecords()
                .should(haveAtMostSixComponents())
                .because("more of them are told apart by position only, and belong into records of their own")
                .check(CLASSES);
    }

    private static ArchCondition<JavaClass> haveAtMostSixComponents() {
        return new ArchCondition<>("have at most six components") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int components = type.reflect().getRecordComponents().length;
                events.add(new SimpleConditionEvent(
                        type, components <= 6, type.getName() + " has " + components + " components"));
            }
        };
    }

    @Test
    void only_the_command_line_and_main_use_the_process() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.meshgen")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .because("streams are handed in, so that every command can be tested in memory")
                .check(CLASSES);
    }

    @Test
    void classes_are_final_or_closed() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .and()
                .doNotHaveSimpleName("Literal")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because(
                        "we compose; what is meant to be extended is a sealed interface (render.Literal is FreeMarker's)")
                .check(CLASSES);
    }

    @Test
    void nothing_depends_on_the_machine_s_locale_zone_or_clock() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackage("dev.meshgen.cli")
                .should(notCall("java.time.LocalDate.now", "java.time.Instant.now", "java.util.Locale.getDefault"))
                .because("the same specification makes the same bytes everywhere and on any day")
                .check(CLASSES);
    }

    private static ArchCondition<JavaMethod> notCall(String... forbidden) {
        return new ArchCondition<>("not call " + List.of(forbidden)) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getMethodCallsFromSelf().stream()
                        .filter(call -> List.of(forbidden)
                                .contains(call.getTargetOwner().getFullName() + "." + call.getName()))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(method, call.getDescription())));
            }
        };
    }

    @Test
    void sources_stay_small_enough_to_read_at_a_glance() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Integer> lengths = files.filter(
                            file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .map(ArchitectureTest::lines)
                    .sorted()
                    .toList();

            assertThat(lengths.get(lengths.size() / 2)).as("median").isLessThan(90);
            assertThat(lengths.get(lengths.size() - 1)).as("longest").isLessThanOrEqualTo(400);
        }
    }

    private static int lines(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
