package dev.meshgen.schema;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.diagnostic.Suggestion;
import dev.meshgen.source.SpecDocument;
import dev.meshgen.source.SpecNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Warns of regions that are a slip away from one that the schema names: Azure has newer ones too.
 */
record RegionSpelling(SchemaNode root, SpecDocument document, Blanks refused) {
    private static final SpecPath CLUSTERS = SpecPath.of("spec", "clusters");

    List<Diagnostic> warnings() {
        List<String> known =
                root.at(CLUSTERS.index(0).key("region")).flatMap(region -> region.keyword("examples")).stream()
                        .flatMap(JsonNode::valueStream)
                        .map(JsonNode::stringValue)
                        .toList();
        return clusters()
                .map(cluster -> cluster.key("region"))
                .filter(path -> !refused.hide(path))
                .flatMap(path -> warning(path, known).stream())
                .toList();
    }

    private Stream<SpecPath> clusters() {
        return document.find(CLUSTERS).stream()
                .filter(SpecNode.Sequence.class::isInstance)
                .flatMapToInt(node ->
                        IntStream.range(0, ((SpecNode.Sequence) node).items().size()))
                .mapToObj(CLUSTERS::index);
    }

    private Optional<Diagnostic> warning(SpecPath path, List<String> known) {
        return document.find(path)
                .filter(SpecNode.Scalar.class::isInstance)
                .map(node -> ((SpecNode.Scalar) node).text())
                .filter(region -> known.stream().noneMatch(each -> letters(each).equals(letters(region))))
                .flatMap(region -> Suggestion.slip(region, known).map(near -> misspelt(path, region, near)));
    }

    private Diagnostic misspelt(SpecPath path, String region, String near) {
        return Diagnostic.warning(
                "schema-region",
                document.spanOf(path),
                "meshgen knows no region `" + region + "`. Did you mean `" + near + "`?",
                "Write `" + near + "`, unless Azure has a new region of this name.");
    }

    /** The regions of a series, such as {@code eastus2}, differ in a number only. */
    private static String letters(String region) {
        return region.replaceAll("[0-9]", "");
    }
}
