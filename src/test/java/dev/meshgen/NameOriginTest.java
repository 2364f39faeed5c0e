package dev.meshgen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.testing.FileTree;
import dev.meshgen.testing.MeshNames;
import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No template makes up a name: for five clusters, wherever a name appears, the mesh gave it. */
class NameOriginTest {
    private static final String SAMPLE = "five-clusters";
    private static final Mesh MESH = Samples.mesh(SAMPLE);
    private static final FileTree TREE = Meshgen.tree(Samples.text(SAMPLE).text());

    /** A word of the tree that holds a name, and where it stands. */
    private record Place(String file, String name, String word) {}

    @Test
    void every_word_with_a_name_in_it_is_one_that_the_mesh_gives() {
        Set<String> given = MeshNames.of(MESH);

        List<Place> places = places(sources(), given);

        assertThat(places).hasSizeGreaterThan(1000);
        assertThat(places.stream().map(Place::name).collect(Collectors.toSet())).isEqualTo(sources());
        assertThat(places.stream().filter(place -> !given.contains(place.word()) && !isReference(place)))
                .isEmpty();
    }

    @Test
    void a_clusters_files_name_no_other_cluster() {
        Set<String> clusters =
                MESH.clusters().stream().map(Cluster::name).collect(Collectors.toCollection(TreeSet::new));
        Map<String, Set<String>> named = new TreeMap<>();
        places(clusters, Set.of()).stream()
                .filter(place -> place.file().matches("clusters/.*|terraform/(tests/.*/)?cluster-.*"))
                .forEach(place -> named.computeIfAbsent(owner(place.file()), each -> new TreeSet<>())
                        .add(place.name()));

        Map<String, Set<String>> own =
                clusters.stream().collect(Collectors.toMap(cluster -> cluster, Set::of, (a, b) -> a, TreeMap::new));
        assertThat(named).isEqualTo(own);
    }

    /** What names are made of: given in the specification, or a default that follows from it. */
    private static Set<String> sources() {
        Set<String> sources = new TreeSet<>(MESH.applicationNamespaces());
        sources.addAll(MESH.istioNetworks());
        sources.addAll(List.of(
                MESH.name(), MESH.istio().revision(), MESH.istio().revisions().tag()));
        sources.addAll(
                List.of(MESH.azure().keyVault().name(), MESH.azure().account().tenantId()));
        MESH.clusters().forEach(cluster -> sources.add(cluster.name()));
        MESH.applications().forEach(application -> {
            sources.add(application.name());
            sources.add(application.ingress().orElseThrow().host());
        });
        return sources;
    }

    /**
     * Every place that holds one of these names as a word or as a part between punctuation marks. Quoted text that is a name as a whole
     * counts as one word, everything else is taken apart at what can't be in a name.
     */
    private static List<Place> places(Set<String> names, Set<String> given) {
        Pattern token = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|[^\\s\"]+");
        List<Place> places = new ArrayList<>();
        TREE.files().forEach((path, file) -> {
            if (path.startsWith("terraform/") || path.startsWith("clusters/")) {
                Matcher found = token.matcher(file.text().replaceAll("(?m)^\\s*#.*$", ""));
                while (found.find()) {
                    String text = found.group(1) == null ? found.group() : found.group(1);
                    Stream<String> words =
                            given.contains(text) ? Stream.of(text) : Stream.of(text.split("[^A-Za-z0-9._-]+"));
                    words.forEach(word -> names.stream()
                            .filter(name -> holds(word, name))
                            .forEach(name -> places.add(new Place(path, name, word))));
                }
            }
        });
        return places;
    }

    private static boolean holds(String word, String name) {
        return word.contains(name)
                && Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(name) + "(?![A-Za-z0-9])")
                        .matcher(word)
                        .find();
    }

    /** Words that are made of names by the target language, or made up on purpose. */
    private static boolean isReference(Place place) {
        String clusters = MESH.clusters().stream().map(Cluster::name).collect(Collectors.joining("|", "(", ")"));
        boolean module = place.word().matches("(module\\.)?cluster-" + clusters + "(\\.[a-z_.]+)?");
        boolean serviceAccount =
                MESH.istiodServiceAccount(MESH.istio().revision()).endsWith(":" + place.word());
        // The tree's own test mocks ids that tell whose they are.
        boolean mocked = place.file().startsWith("terraform/tests/")
                && place.word().matches("([a-z]+-)+of-" + clusters + "|" + clusters + "\\.(example)?");
        return module || serviceAccount || mocked;
    }

    private static String owner(String file) {
        return file.replaceFirst("clusters/([^/]+)/.*|terraform/(?:tests/.*/)?cluster-(.*)\\.tf.*", "$1$2");
    }
}
