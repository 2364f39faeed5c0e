package dev.meshgen.topology;

import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Region;
import dev.meshgen.topology.Topology.Box;
import dev.meshgen.topology.Topology.Card;
import dev.meshgen.topology.Topology.Network;
import dev.meshgen.topology.Topology.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Computes the position of everything: cards of one size, grouped by region, the regions in rows.
 *
 * <p>No lines connect clusters: all are peered with all, so lines would add nothing.
 */
public final class TopologyPlacer {
    private static final int COLUMNS = 4;
    private static final int CARD_WIDTH = 288;
    private static final int GAP = 16;
    private static final int MARGIN = 24;
    private static final int HEAD = 36;
    private static final int LINE = 20;
    private static final int FONT = 13;
    private static final int TITLE_FONT = 20;
    private static final int SWATCH = 22;
    private static final int LEAST_WIDTH = 700;
    private static final int COLOURS = 8;
    private static final int MOST_HOSTS = 3;

    /** More of them would be a picture that nobody can read; then each region is one card. */
    private static final int MOST_CLUSTERS = 48;

    private final Mesh mesh;
    private final List<String> networkNames;
    private final int columns;
    private final int cardHeight;
    private final List<Text> texts = new ArrayList<>();
    private final List<Box> regions = new ArrayList<>();
    private final List<Card> cards = new ArrayList<>();

    private TopologyPlacer(Mesh mesh) {
        this.mesh = mesh;
        this.networkNames = mesh.istioNetworks();
        this.columns = mesh.regions().stream()
                .mapToInt(region -> Math.min(cardsOf(region), COLUMNS))
                .reduce(0, (sum, next) -> Math.min(COLUMNS, sum + next));
        int lines = mesh.regions().stream()
                .flatMap(region -> contents(region).stream())
                .mapToInt(each -> each.facts().size())
                .max()
                .orElse(0);
        this.cardHeight = 2 * GAP + LINE * lines;
    }

    /** The picture of a mesh. */
    public static Topology place(Mesh mesh) {
        return new TopologyPlacer(mesh).place();
    }

    private Topology place() {
        int y = MARGIN + TITLE_FONT;
        text(MARGIN, y, "title", "Mesh " + mesh.name(), TITLE_FONT, LEAST_WIDTH - 2 * MARGIN);
        for (String note : notes()) {
            y += LINE;
            text(MARGIN, y + 4, "note", note, FONT, LEAST_WIDTH - 2 * MARGIN);
        }
        int below = regions(y + LINE);
        int widest =
                regions.stream().mapToInt(each -> each.x() + each.width()).max().orElse(0);
        int width = Math.max(LEAST_WIDTH, widest + MARGIN);
        int inner = width - 2 * MARGIN;
        List<Network> networks = networks(below + GAP, inner);
        int last = networks.isEmpty()
                ? below
                : networks.get(networks.size() - 1).text().y();
        return new Topology(new Topology.Size(width, last + MARGIN), summary(), texts, regions, cards, networks);
    }

    /** What a card says, and the network that its colour shows. */
    private record Content(List<String> facts, String network) {}

    private boolean isLarge() {
        return mesh.clusters().size() > MOST_CLUSTERS;
    }

    private int cardsOf(Region region) {
        return isLarge() ? 1 : region.clusters().size();
    }

    private List<Content> contents(Region region) {
        return isLarge()
                ? List.of(new Content(facts(region), region.clusters().get(0).istioNetwork()))
                : region.clusters().stream()
                        .map(cluster -> new Content(facts(cluster), cluster.istioNetwork()))
                        .toList();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (isLarge()) {
            notes.add("Shows regions instead of clusters: README.md lists all "
                    + mesh.clusters().size() + " of them.");
        }
        notes.add(mesh.certificateAuthority().trust());
        notes.add("Identities: spiffe://" + mesh.istio().identity().trustDomain());
        if (mesh.hasPeers()) {
            notes.add("Every VNet is peered with every other.");
        }
        notes.add(
                mesh.isMultiNetwork()
                        ? "Pods of one Istio network reach each other directly, others by east-west gateways."
                        : "One flat Istio network: every pod reaches every other directly.");
        return notes;
    }

    private String summary() {
        String clusters = isLarge() ? mesh.clusters().size() + " clusters" : String.join(", ", mesh.clusterNames());
        return "Mesh " + mesh.name() + ": " + clusters + " in "
                + String.join(", ", mesh.regions().stream().map(Region::name).toList());
    }

    /** Row by row: a region that does not fit beside the last one starts a new row. */
    private int regions(int top) {
        int y = top;
        int used = 0;
        int rows = 0;
        for (Region region : mesh.regions()) {
            int across = Math.min(cardsOf(region), columns);
            if (used > 0 && used + across > columns) {
                y += regionHeight(rows) + GAP;
                used = 0;
                rows = 0;
            }
            region(region, MARGIN + used * (CARD_WIDTH + 3 * GAP), y, across);
            used += across;
            rows = Math.max(rows, rowsOf(region));
        }
        return y + regionHeight(rows);
    }

    private int rowsOf(Region region) {
        return (cardsOf(region) + columns - 1) / columns;
    }

    private int regionHeight(int rows) {
        return HEAD + rows * (cardHeight + GAP);
    }

    private void region(Region region, int x, int y, int across) {
        int width = across * (CARD_WIDTH + 3 * GAP) - GAP;
        regions.add(new Box(x, y, width, regionHeight(rowsOf(region))));
        String bastion = region.bastionCluster()
                .map(cluster -> "  ·  Bastion in " + cluster.name())
                .orElse("");
        text(x + GAP, y + 24, "region", region.name() + bastion, FONT, width - 2 * GAP);
        // Cards spread over the frame, which is wider than they are where regions share a row.
        int step = (width - 2 * GAP - CARD_WIDTH) / Math.max(1, across - 1);
        List<Content> contents = contents(region);
        for (int i = 0; i < contents.size(); i++) {
            card(contents.get(i), x + GAP + i % across * step, y + HEAD + i / across * (cardHeight + GAP));
        }
    }

    private void card(Content content, int x, int y) {
        List<Text> lines = new ArrayList<>();
        int baseline = y + GAP + FONT;
        for (String fact : content.facts()) {
            String kind = lines.isEmpty() ? "cluster" : "fact";
            lines.add(fitted(x + GAP + 4, baseline, kind, fact, FONT, CARD_WIDTH - 2 * GAP - 4));
            baseline += LINE;
        }
        cards.add(new Card(new Box(x, y, CARD_WIDTH, cardHeight), colour(content.network()), lines));
    }

    private List<String> facts(Region region) {
        boolean shared = mesh.sharedCluster().region().equals(region.name());
        List<String> networks = region.clusters().stream()
                .map(Cluster::istioNetwork)
                .distinct()
                .sorted()
                .toList();
        long gateways = region.clusters().stream()
                .filter(cluster -> cluster.applicationGateway().enabled())
                .count();
        long hosts = mesh.applications().stream()
                .filter(application -> region.clusters().stream().anyMatch(application::isExposedBy))
                .count();
        return List.of(
                region.clusters().size() + " clusters" + (shared ? "  ·  registry, Key Vault" : ""),
                "Networks " + String.join(", ", networks),
                gateways + " Application Gateways",
                hosts + " hosts");
    }

    private List<String> facts(Cluster cluster) {
        List<String> facts = new ArrayList<>();
        boolean shared = mesh.sharedCluster().name().equals(cluster.name());
        facts.add(cluster.name() + (shared ? "  ·  registry, Key Vault" : ""));
        facts.add("VNet " + cluster.network().addressSpace());
        facts.add(
                "Pods " + (cluster.hasOverlay() ? "overlay " + cluster.network().podCidr() : podRange(cluster)));
        if (mesh.isMultiNetwork()) {
            facts.add("Network " + cluster.istioNetwork());
            facts.add("East-west gateway");
        }
        if (cluster.applicationGateway().enabled()) {
            facts.add("Application Gateway " + cluster.applicationGateway().sku());
        }
        facts.addAll(hosts(cluster));
        List<String> running = mesh.applications().stream()
                .filter(application -> application.runsInCluster(cluster))
                .map(Application::name)
                .toList();
        if (!running.isEmpty()) {
            facts.add("Runs " + String.join(", ", running));
        }
        return facts;
    }

    private List<String> hosts(Cluster cluster) {
        List<String> hosts = mesh.applications().stream()
                .filter(application -> application.isExposedBy(cluster))
                .flatMap(application -> application.ingress().stream())
                .map(TopologyPlacer::address)
                .toList();
        if (hosts.size() <= MOST_HOSTS) {
            return hosts;
        }
        String more = "and " + (hosts.size() - MOST_HOSTS) + " more hosts";
        return Stream.concat(hosts.stream().limit(MOST_HOSTS), Stream.of(more)).toList();
    }

    private static String podRange(Cluster cluster) {
        return cluster.network().subnets().pods().map(Object::toString).orElse("in the nodes' subnets");
    }

    private static String address(Application.Ingress ingress) {
        return (ingress.tls() ? "HTTPS " : "HTTP ") + ingress.host();
    }

    private int colour(String network) {
        return networkNames.indexOf(network) % COLOURS;
    }

    private List<Network> networks(int top, int inner) {
        List<Network> found = new ArrayList<>();
        List<String> names = networkNames;
        List<String> labels =
                names.stream().map(name -> "Istio network " + name).toList();
        int widest =
                labels.stream().mapToInt(each -> TextWidth.of(each, FONT)).max().orElse(0);
        int step = widest + SWATCH + GAP;
        int across = Math.max(1, inner / step);
        for (int i = 0; i < names.size(); i++) {
            int x = MARGIN + i % across * step;
            int y = top + LINE * (1 + i / across);
            Text text = fitted(x + SWATCH, y, "fact", labels.get(i), FONT, inner - SWATCH);
            found.add(new Network(colour(names.get(i)), new Box(x, y - 11, 14, 14), text));
        }
        return found;
    }

    private void text(int x, int y, String kind, String text, int size, int width) {
        texts.add(fitted(x, y, kind, text, size, width));
    }

    private static Text fitted(int x, int y, String kind, String text, int size, int width) {
        String shown = TextWidth.fit(text, size, width);
        return new Text(x, y, kind, shown, shown.equals(text) ? "" : text);
    }
}
