package dev.meshgen.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.Mesh;
import dev.meshgen.testing.Samples;
import dev.meshgen.topology.Topology.Box;
import dev.meshgen.topology.Topology.Card;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyPlacerTest {
    static List<String> samples() {
        return Samples.names();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_cluster_has_a_card_of_its_own_inside_a_region(String sample) {
        Mesh mesh = Samples.GENERATOR
                .validate(Samples.text(sample))
                .value()
                .orElseThrow()
                .mesh();
        Topology topology = TopologyPlacer.place(mesh);
        List<Box> cards = topology.cards().stream().map(Card::box).toList();

        assertThat(cards).hasSameSizeAs(mesh.clusters());
        assertThat(cards)
                .allSatisfy(card -> assertThat(topology.regions()).anyMatch(region -> holds(region, card)))
                .allSatisfy(card -> assertThat(cards).noneMatch(other -> other != card && overlap(card, other)));
        assertThat(topology.regions())
                .allMatch(region -> holds(
                        new Box(0, 0, topology.size().width(), topology.size().height()), region));
    }

    @Test
    void a_picture_of_many_clusters_has_a_card_for_each_region_and_says_so() {
        Topology topology = TopologyPlacer.place(Samples.large(49));

        assertThat(topology.cards()).hasSize(2);
        assertThat(topology.cards().get(0).texts())
                .extracting(Topology.Text::text)
                .contains("25 clusters  ·  registry, Key Vault");
        assertThat(topology.texts())
                .extracting(Topology.Text::text)
                .contains("Shows regions instead of clusters: README.md lists all 49 of them.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"short", "a name that is much too long for the place that it has", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂"})
    void a_text_is_cut_where_its_place_ends(String text) {
        String shown = TextWidth.fit(text, 13, 100);

        assertThat(TextWidth.of(shown, 13)).isLessThanOrEqualTo(100);
        assertThat(shown.equals(text) || shown.endsWith("…")).isTrue();
        assertThat(shown.chars().filter(each -> Character.isHighSurrogate((char) each)))
                .hasSize((int) shown.chars()
                        .filter(each -> Character.isLowSurrogate((char) each))
                        .count());
    }

    private static boolean holds(Box outer, Box inner) {
        return outer.x() <= inner.x()
                && outer.y() <= inner.y()
                && inner.x() + inner.width() <= outer.x() + outer.width()
                && inner.y() + inner.height() <= outer.y() + outer.height();
    }

    private static boolean overlap(Box one, Box two) {
        return one.x() < two.x() + two.width()
                && two.x() < one.x() + one.width()
                && one.y() < two.y() + two.height()
                && two.y() < one.y() + one.height();
    }
}
