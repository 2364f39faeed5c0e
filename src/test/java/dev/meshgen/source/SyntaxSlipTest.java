package dev.meshgen.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slip is named where it was made, with what to write there, not where the parser noticed it. */
class SyntaxSlipTest {
    private static final String TEXT = """
            metadata:
              name: acme
            spec:
              azure:
                owner: platform
                keyVault: {name: acme-kv, sku: standard}
              clusters:
                - name: one
                  region: westeurope
                  runsIn: [one, two] # both
                - name: two
                  region: northeurope
                  version: "1.34"
              istio:
                version: "1.31.0"
            """;

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[one, two]             | [one, two              | 10:15 | Write `]` before the comment of line 10.",
                "sku: standard}         | sku: standard          | 6:15  | Write `}` at the end of line 6.",
                "[one, two] # both      | [                      | 10:15 | Write `]` at the end of line 10.",
                "[one, two]             | [one, two}             | 10:24 | Write `]` here.",
                "acme-kv, sku           | acme-kv sku            | 6:33  | Put a comma between two items",
                "[one, two]             | [one, two]]            | 10:25 | Delete it.",
                "standard}              | standard}}             | 6:45  | Delete it.",
                "~\"1.34\"~             | ~\"1.34~               | 13:16 | ~Write `\"1.34\"`, if the value~",
                "~\"1.31.0\"~           | ~'1.31.0~              | 15:14 | ~Write `'1.31.0'`, if the value~",
                "~\"1.34\"~             | ~'1.34~                | 13:16 | ~Write `'1.34'`, if the value~",
                "region: northeurope    | region northeurope     | 12:7  | Write `region: northeurope`.",
                "region: northeurope    | region:northeurope     | 12:7  | Write `region: northeurope`.",
                "owner: platform        | owner                  | 5:5   | Write `owner:`.",
                "owner: platform        | owner: team: platform  | 5:12  | ~Put it in quotes: \"team: platform\".~",
                "owner: platform        | owner: @team of mine   | 5:12  | ~Put it in quotes: \"@team of mine\".~",
                "owner: platform        | owner: `team`          | 5:12  | ~Put it in quotes: \"`team`\".~",
                "owner: platform        | owner: %team           | 5:12  | ~Put it in quotes: \"%team\".~",
                "~  clusters:~          | clusters:              | 7:1   | Indent it by 2 spaces, as line 4.",
                "~  clusters:~          | ~ clusters:~           | 7:2   | Indent it by 2 spaces, as line 4.",
                "~    - name: two~      | ~     - name: two~     | 11:6  | Indent it by 4 spaces, as line 8.",
                "~    - name: two~      | ~   - name: two~       | 11:4  | Indent it by 4 spaces, as line 8.",
                "~      region: northeurope~ | ~        region: n~  | 12:9  | 6 spaces, like the key in line 11.",
                "~      region: northeurope~ | ~     region: n~     | 12:6  | 6 spaces, like the key in line 11.",
                "~      version: \"1.34\"~   | ~       version: 1~  | 13:8  | Indent it by 6 spaces, as line 12."
            })
    void names_the_place_and_the_fix(String before, String after, String place, String fix) {
        assertThat(TEXT).contains(before);
        SpecText text = new SpecText("mesh.yaml", TEXT.replace(before, after));

        Outcome<SpecDocument> parsed = new SpecParser().parse(text);

        assertThat(parsed.value()).isEmpty();
        Diagnostic found = parsed.diagnostics().get(0);
        assertThat(found.span()).as(found.message()).hasToString("mesh.yaml:" + place);
        assertThat(found.hint().orElseThrow()).contains(fix);
        assertThat(found.message()).doesNotContain("while parsing", "while scanning", "block end");
    }
}
