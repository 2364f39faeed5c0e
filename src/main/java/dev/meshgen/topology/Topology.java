package dev.meshgen.topology;

import java.util.List;

/**
 * The picture of a mesh; lengths in pixels.
 *
 * @param title what it shows, for screen readers
 * @param networks what the colours mean
 */
public record Topology(
        Size size, String title, List<Text> texts, List<Box> regions, List<Card> cards, List<Network> networks) {
    /** How large the picture is. */
    public record Size(int width, int height) {}

    /**
     * A line of text.
     *
     * @param text shortened to fit
     * @param full the whole text if it was shortened, otherwise empty
     */
    public record Text(int x, int y, String kind, String text, String full) {}

    /** A frame. */
    public record Box(int x, int y, int width, int height) {}

    /**
     * A cluster.
     *
     * @param colour of its Istio network, from 0
     */
    public record Card(Box box, int colour, List<Text> texts) {}

    /** An Istio network in the legend. */
    public record Network(int colour, Box swatch, Text text) {}

    public Topology {
        texts = List.copyOf(texts);
        regions = List.copyOf(regions);
        cards = List.copyOf(cards);
        networks = List.copyOf(networks);
    }
}
