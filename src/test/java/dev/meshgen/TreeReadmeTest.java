package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Samples;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody finds in the README of a tree who sees one for the first time. */
class TreeReadmeTest {
    private static final Pattern LINK = Pattern.compile("]\\(#([^)]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^##+ (.+)$");

    static Stream<String> specifications() {
        String sample = Samples.text("two-regions").text();
        return Stream.of(
                sample,
                sample.replace("\nspec:\n", "\nspec:\n  certificateAuthority: {issuer: certManager}\n"),
                sample.replaceAll("image: .*", "image: tworegionsacr.azurecr.io/shop:1"),
                sample.replaceAll("(?s)\n  applications:.*", "\n"));
    }

    @ParameterizedTest
    @MethodSource("specifications")
    void it_begins_with_what_to_do_first_and_links_what_a_newcomer_asks(String specification) {
        String readme = Meshgen.tree(specification).text("README.md");
        List<String> headings = found(HEADING, readme).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT).replace(' ', '-'))
                .toList();

        assertThat(headings).first().isEqualTo("first-run");
        String first = readme.substring(readme.indexOf("\n## First run\n"), readme.indexOf("\n## What the mesh"));
        assertThat(found(LINK, first))
                .contains("doors", "cost-while-idle", "prerequisites", "run-the-steps", "change-something", "tear-down")
                .contains(specification.contains("certManager") ? "install-istio-csr" : "secrets-and-backup");
        assertThat(first).contains("takes about 30 minutes");
        assertThat(first.contains("(#put-images-into-the-registry)")).isEqualTo(specification.contains("/shop:1"));
        assertThat(first.contains("DNS record")).isEqualTo(specification.contains("\n  applications:"));
        assertThat(headings).containsAll(found(LINK, readme)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("specifications")
    void its_shell_finds_the_istioctl_of_the_steps_before_a_block_needs_it(String specification) {
        String readme = Meshgen.tree(specification).text("README.md");

        int path = readme.indexOf("\nexport KUBECONFIG=$PWD/.work/kubeconfig PATH=$PWD/.work/bin:$PATH\n");
        assertThat(path).isPositive();
        assertThat(readme.indexOf("`istioctl ")).isGreaterThan(path);
        assertThat(readme.indexOf("\nistioctl ")).isGreaterThan(path);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
