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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house: who may know whom, and which library lives where. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.meshgen");

    /**
     * A package, what it may see of ours, and why no more.
     *
     * @param sees packages, or single types of a package
     */
    private record Room(String name, String because, String... sees) {
        boolean maySee(JavaClass type) {
            return !type.getPackageName().startsWith("dev.meshgen")
                    || type.getPackageName().equals("dev.meshgen." + name)
                    || Stream.of(sees)
                            .map(each -> "dev.meshgen." + each)
                            .anyMatch(each -> type.getPackageName().equals(each)
                                    || type.getFullName().equals(each)
                                    || type.getFullName().startsWith(each + "$"));
        }

        ArchRule rule() {
            return classes()
                    .that()
                    .resideInAPackage("dev.meshgen." + name)
                    .should()
                    .onlyDependOnClassesThat(DescribedPredicate.describe(
                            "are its own, those of " + List.of(sees) + ", or a library's", this::maySee))
                    .because(because);
        }
    }

    /** From the ground floor up; a package that is not here must not exist. */
    private static final List<Room> ROOMS = List.of(
            new Room("diagnostic", "every package reports with it, so it can know none of them"),
            new Room("mesh", "the domain is the same whoever reads, prints or applies it"),
            new Room("tree", "render and output share these words, so that neither has to know the other"),
            new Room("disk", "it guards against what others have prepared, whatever the files are for"),
            new Room("json", "it reads and writes a text, whatever it is about"),
            new Room("source", "it reads YAML of any kind; what a mesh is, the schema says", "diagnostic", "disk"),
            new Room("schema", "it checks a document's form before there is a mesh", "diagnostic", "json", "source"),
            new Room(
                    "binding",
                    "what the schema accepts has to bind, so there is nothing to report",
                    "json",
                    "schema",
                    "mesh"),
            new Room("rule", "a rule judges the mesh, never the text that it came from", "diagnostic", "mesh"),
            new Room("topology", "a picture has positions; the language that draws it is a template's", "mesh"),
            new Room(
                    "plan",
                    "which files there are depends on names, not on what is in templates",
                    "diagnostic",
                    "mesh",
                    "tree"),
            new Room(
                    "render",
                    "it makes text in memory; whether and where that is written is decided later",
                    "diagnostic",
                    "disk",
                    "mesh",
                    "plan",
                    "topology",
                    "tree"),
            new Room(
                    "show",
                    "it prints what others have computed, so that what is shown is what is used",
                    "schema",
                    "mesh"),
            new Room(
                    "output",
                    "it writes any tree safely because it knows nothing about meshes",
                    "diagnostic",
                    "disk",
                    "json",
                    "tree"),
            new Room("upgrade", "which versions follow each other is decided on the mesh alone", "diagnostic", "mesh"),
            new Room("change", "it compares texts in memory, whoever rendered or read them"),
            new Room(
                    "pki.plan",
                    "which certificates a mesh wants is decided without keys or files",
                    "diagnostic",
                    "mesh"),
            new Room(
                    "pki.x509",
                    "cryptography works on bytes in memory, so that it can be tested there",
                    "diagnostic",
                    "mesh.KeyAlgorithm",
                    "pki.plan"),
            new Room(
                    "pki.files",
                    "it guards every file of the authority, whatever act wants it",
                    "diagnostic",
                    "disk",
                    "tree.Digest",
                    "pki.plan",
                    "pki.x509"),
            new Room(
                    "pki.verify",
                    "it judges certificates and changes none, so it knows no act",
                    "diagnostic",
                    "mesh.KeyAlgorithm",
                    "pki.plan",
                    "pki.x509",
                    "pki.files"),
            new Room(
                    "pki",
                    "keys outlive the files around them, so what is done with them depends on the mesh alone",
                    "diagnostic",
                    "mesh",
                    "pki.plan",
                    "pki.x509",
                    "pki.files",
                    "pki.verify"),
            new Room(
                    "pipeline",
                    "it alone knows every stage, so that their order is decided in one place; it prints nothing",
                    "diagnostic",
                    "source",
                    "schema",
                    "show",
                    "binding",
                    "mesh",
                    "rule",
                    "plan",
                    "render",
                    "tree",
                    "output",
                    "change",
                    "upgrade",
                    "disk.Reason",
                    "pki.Authority",
                    "pki.AuthoritySettings",
                    "pki.Issued"),
            new Room(
                    "cli",
                    "it sees the pipeline, the certificate authority's front door and the values that go in"
                            + " and are printed, never a stage, so that no order of steps can be decided here",
                    "diagnostic",
                    "pipeline",
                    "source.SpecText",
                    "disk",
                    "mesh.Mesh",
                    "mesh.Version",
                    "upgrade.UpgradeTarget",
                    "change",
                    "tree.ChangeSet",
                    "tree.FileState",
                    "tree.Overwrite",
                    "tree.OwnTemplate",
                    "tree.TreePath",
                    "tree.TreeStates",
                    "pki.Authority",
                    "pki.AuthoritySettings",
                    "pki.Adopted",
                    "pki.ExistingCertificates",
                    "pki.ExistingCertificates$Intermediate",
                    "pki.Imported",
                    "pki.Issued",
                    "pki.KeyProgress",
                    "pki.Revocation",
                    "pki.SigningProgram",
                    "pki.files.PassphraseSource",
                    "mesh.KeyAlgorithm",
                    "pki.plan.PlannedCertificate",
                    "pki.plan.RootPhase",
                    "pki.verify.CertificateStatus",
                    "pki.verify.RevocationStatus",
                    "pki.verify.StatusReport",
                    "pki.verify.VerificationReport",
                    "pki.x509.Passphrase",
                    "pki.x509.TrustedRoot"));

    /**
     * A library, the packages that exist to hide it, and why there.
     *
     * @param hiddenIn packages of ours
     */
    private record Fence(String library, String because, String... hiddenIn) {
        ArchRule rule() {
            return noClasses()
                    .that()
                    .resideOutsideOfPackages(Stream.of(hiddenIn)
                            .map(each -> "dev.meshgen." + each)
                            .toArray(String[]::new))
                    .and()
                    .doNotHaveFullyQualifiedName("dev.meshgen.Main")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(library)
                    .because(because);
        }
    }

    private static final List<Fence> FENCES = List.of(
            new Fence("picocli..", "the pipeline can then be called without a command line", "cli"),
            new Fence("org.snakeyaml..", "limits against hostile YAML are then set once", "source"),
            new Fence("com.networknt..", "its messages never reach a user; ours do", "schema"),
            new Fence("com.github.difflib..", "what a difference looks like is decided once", "change"),
            new Fence("freemarker..", "escaping is then configured in one place, for every template", "render"),
            new Fence("org.bouncycastle..", "whoever reviews the cryptography reads one package", "pki.x509"),
            new Fence(
                    "tools.jackson..",
                    "JSON is read and written at the edges; in between there are records",
                    "json",
                    "schema",
                    "binding",
                    "show",
                    "output",
                    "diagnostic"));

    static Stream<ArchRule> layers() {
        return ROOMS.stream().map(Room::rule);
    }

    static Stream<ArchRule> fences() {
        return FENCES.stream().map(Fence::rule);
    }

    @ParameterizedTest
    @MethodSource({"layers", "fences"})
    void each_room_and_each_fence_holds(ArchRule rule) {
        rule.check(CLASSES);
    }

    @Test
    void every_package_has_its_place() {
        Set<String> packages = new TreeSet<>();
        CLASSES.forEach(type -> packages.add(type.getPackageName()));
        packages.remove("dev.meshgen");

        assertThat(packages)
                .isEqualTo(ROOMS.stream()
                        .map(room -> "dev.meshgen." + room.name())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void a_room_sees_only_rooms_below_it() {
        Set<String> below = new TreeSet<>();
        for (Room room : ROOMS) {
            assertThat(room.sees())
                    .as("%s, in a house without circles", room.name())
                    .allSatisfy(seen -> assertThat(below).contains(packageOf(seen)));
            below.add(room.name());
        }
    }

    private static String packageOf(String packageOrType) {
        return Stream.of(packageOrType.split("\\."))
                .takeWhile(part -> Character.isLowerCase(part.charAt(0)))
                .collect(Collectors.joining("."));
    }

    @Test
    void one_room_touches_the_disk() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.meshgen.disk")
                .and()
                .doNotHaveFullyQualifiedName("dev.meshgen.render.BuiltInTemplates")
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
                .because("links, modes, endless and half-written files are then guarded against in one place;"
                        + " the templates in the program itself are nobody else's")
                .check(CLASSES);
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
    void records_have_at_most_six_components() {
        assertThat(CLASSES.stream()
                        .filter(JavaClass::isRecord)
                        .filter(type -> type.reflect().getRecordComponents().length > 6)
                        .map(JavaClass::getName))
                .as("a record of many components is several values that nobody has named yet")
                .isEmpty();
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
}
