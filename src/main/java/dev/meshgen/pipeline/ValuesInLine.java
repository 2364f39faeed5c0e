package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.plan.Scope;
import dev.meshgen.schema.SpecValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which values of a specification a line of a generated file shows. */
final class ValuesInLine {
    private static final int SHORTEST = 3;
    private static final SpecPath CLUSTERS = SpecPath.of("spec", "clusters");
    private static final SpecPath APPLICATIONS = SpecPath.of("spec", "applications");
    private static final Pattern RANGE = Pattern.compile("(?<![\\w.])\\d{1,3}(?:\\.\\d{1,3}){3}/\\d{1,2}(?!\\w)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");

    private final String line;
    private final String letters;
    private final Scope scope;

    ValuesInLine(String line, Scope scope) {
        this.line = line;
        this.letters = letters(line);
        this.scope = scope;
    }

    List<SpecValue> of(List<SpecValue> values) {
        Map<String, List<SpecValue>> equals = values.stream()
                .filter(value -> !value.path().parent().equals(SpecPath.ROOT))
                .filter(this::isNear)
                .filter(this::isShown)
                .collect(Collectors.groupingBy(SpecValue::text, LinkedHashMap::new, Collectors.toList()));
        return equals.values().stream().flatMap(this::likely).toList();
    }

    /** Of values that are the same, those whose key the line names, or those that are names. */
    private Stream<SpecValue> likely(List<SpecValue> same) {
        Predicate<SpecValue> isName = value -> value.key().equals("name");
        Predicate<SpecValue> chosen = same.stream().anyMatch(this::hasKey)
                ? this::hasKey
                : same.stream().anyMatch(isName) ? isName : value -> true;
        return same.stream().filter(chosen);
    }

    private boolean hasKey(SpecValue value) {
        return letters.contains(letters(value.key()));
    }

    /** A file about one cluster shows no other's values, nor does a line that names a cluster. */
    private boolean isNear(SpecValue value) {
        List<Integer> named = scope.cluster().isPresent()
                ? scope.cluster().map(Cluster::position).stream().toList()
                : scope.mesh().clusters().stream()
                        .filter(cluster -> hasWord(cluster.name()))
                        .map(Cluster::position)
                        .toList();
        Optional<Integer> application = scope.application().map(each -> each.position());
        return (named.isEmpty() || isIn(CLUSTERS, value, named))
                && (application.isEmpty() || isIn(APPLICATIONS, value, List.of(application.get())));
    }

    private static boolean isIn(SpecPath list, SpecValue value, List<Integer> positions) {
        return !value.path().startsWith(list)
                || positions.stream().anyMatch(position -> value.path().startsWith(list.index(position)));
    }

    private boolean isShown(SpecValue value) {
        String text = value.text();
        if (!value.isString() || text.length() < SHORTEST) {
            return hasKey(value) && hasWord(text);
        }
        if (value.written().isEmpty() && WORD.matcher(text).matches()) {
            return hasWord(text) && (hasKey(value) || isWholeValue(text));
        }
        return hasWord(text) || hasWord(text.replace('.', '-')) || hasPartOf(text);
    }

    private boolean hasWord(String text) {
        return Pattern.compile("(?<!\\w)(?<!\\w\\.)" + Pattern.quote(text) + "(?!\\w)(?!\\.\\w)")
                .matcher(line)
                .find();
    }

    private boolean isWholeValue(String text) {
        return Pattern.compile("[:=] *[\"']?" + Pattern.quote(text) + "[\"']?,?$")
                .matcher(line)
                .find();
    }

    /** Subnets are parts of the range that is written. */
    private boolean hasPartOf(String text) {
        return RANGE.matcher(text).matches()
                && RANGE.matcher(line)
                        .results()
                        .map(MatchResult::group)
                        .anyMatch(part -> CidrBlock.parse(text).contains(CidrBlock.parse(part)));
    }

    private static String letters(String text) {
        return text.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }
}
