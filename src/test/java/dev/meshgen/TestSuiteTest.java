package dev.meshgen;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** The tests' own rules. */
class TestSuiteTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("dev.meshgen");

    @Test
    void names_of_tests_are_sentences() {
        methods()
                .that()
                .areMetaAnnotatedWith(Testable.class)
                .should()
                .haveNameMatching("[a-z0-9]+(_[a-z0-9]+)+")
                .because("a report of what holds can then be read as it is")
                .check(CLASSES);
    }

    @Test
    void the_root_package_has_nothing_but_tests() {
        classes()
                .that()
                .resideInAPackage("dev.meshgen")
                .and()
                .areTopLevelClasses()
                .should()
                .haveNameMatching(".*(Test|Properties)")
                .because("what tests share is in the package `testing`")
                .check(CLASSES);
    }
}
