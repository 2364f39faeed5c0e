package dev.meshgen.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A property can fail, says for which value, and how to see it again. */
class PropertyTest {
    private static final Gen<String> TEXT = Gen.textOf(HostileText.partsWithControls(), 8);

    /** Properties that Maven doesn't run: one fails, one can't run here. */
    static final class Examples {
        @Property
        void no_text_holds_a_quote(Cases cases) {
            cases.each(1000, TEXT, text -> assertThat(text).doesNotContain("\""));
        }

        @Property
        void a_tool_that_nobody_has_is_asked(Cases cases) {
            RequiredTool.assumeOrFail("a-tool-that-nobody-has");
        }
    }

    private static Events run(String property) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Examples.class, property, Cases.class))
                .execute()
                .testEvents();
    }

    @Test
    void a_failure_names_the_value_and_the_command_that_shows_it_again() {
        run("no_text_holds_a_quote")
                .assertThatEvents()
                .haveAtLeastOne(test(finishedWithFailure(message(PropertyTest::tellsAll))));
    }

    private static boolean tellsAll(String message) {
        return message.matches("(?s)Value 2 of \\d+ fails: \"\\\\\"\".*")
                && message.contains("./mvnw test -Dtest=Examples#no_text_holds_a_quote -Dmeshgen.seed=");
    }

    @Test
    void a_property_that_lacks_its_tool_is_skipped_unless_every_tool_is_required() {
        Events events = run("a_tool_that_nobody_has_is_asked");

        boolean required = System.getenv("MESHGEN_REQUIRE_TOOLS") != null;
        assertThat(required ? events.failed().list() : events.aborted().list()).isNotEmpty();
        assertThat(events.succeeded().list()).isEmpty();
    }

    @Test
    void a_seed_decides_every_value() {
        List<String> values = new Cases(7, 1).sample(500, TEXT);

        assertThat(new Cases(7, 1).sample(500, TEXT)).isEqualTo(values);
        assertThat(new Cases(8, 1).sample(500, TEXT)).isNotEqualTo(values);
    }

    @Test
    void every_part_is_seen_alone_and_so_is_the_empty_text() {
        assertThat(new Cases(7, 1).sample(500, TEXT)).contains("").containsAll(HostileText.partsWithControls());
    }

    @Test
    void more_effort_makes_more_values() {
        assertThat(new Cases(7, 3).sample(500, TEXT)).hasSize(1500).containsAll(new Cases(7, 1).sample(500, TEXT));
    }

    @Test
    void a_sample_smaller_than_the_first_values_takes_some_of_them() {
        assertThat(new Cases(7, 1).sample(5, TEXT)).hasSize(5);
    }

    @Test
    void a_test_has_a_seed_of_its_own_beside_the_one_that_is_asked_for() {
        assertThat(Seeds.seeds("A#b", null)).containsExactly((long) "A#b".hashCode());
        assertThat(Seeds.seeds("A#b", "42")).containsExactly((long) "A#b".hashCode(), 42L);
        assertThat(Seeds.seeds("A#b", "random")).hasSize(2);
        assertThatThrownBy(() -> Seeds.seeds("A#b", "many")).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void what_cannot_be_seen_is_escaped() {
        assertThat(Quoted.of("a\"\n\u2028")).isEqualTo("\"a\\\"\\n\\u2028\"");
        assertThat(Quoted.of("a".repeat(5000))).endsWith("a\"... (5000 characters)");
    }
}
