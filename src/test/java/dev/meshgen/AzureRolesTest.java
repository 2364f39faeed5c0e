package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/azure-roles.md names the roles that the trees assign, and no other. */
class AzureRolesTest {
    private static final Pattern ASSIGNED =
            Pattern.compile("(?m)^\\s*(?:role|role_definition_name)\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern DEPLOYER =
            Pattern.compile("(?s)\"vault_deployer\" \\{\\s*for_each = toset\\(\\[(.*?)\\]\\)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\|[^|]*\\|[^|]*\\|[^|]*\\| ([^|]*?) \\|");

    @Test
    void every_role_that_a_tree_assigns_has_a_row_and_every_row_a_role() throws IOException {
        Set<String> assigned = new TreeSet<>();
        for (Path file : terraform()) {
            String text = Files.readString(file);
            assigned.addAll(found(ASSIGNED, text));
            found(DEPLOYER, text).forEach(list -> assigned.addAll(found(QUOTED, list)));
        }
        Set<String> rows = found(ROW, Files.readString(Path.of("docs/azure-roles.md"))).stream()
                .filter(role -> !role.contains(",") && !Set.of("role", "---").contains(role))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(assigned).hasSizeGreaterThan(5).isEqualTo(rows);
    }

    private static List<Path> terraform() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("out/five-clusters/terraform"))) {
            return files.filter(file -> file.toString().endsWith(".tf")).toList();
        }
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
