package dev.meshgen.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.json.JsonText;
import dev.meshgen.mesh.Catalog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Reads the built-in version catalog and lays the specification's own entries over it. */
final class CatalogBinder {
    private CatalogBinder() {}

    static Catalog bind(Fields own) {
        Fields builtIn = builtIn();
        return new Catalog(
                merged(builtIn.map("istio", CatalogBinder::istio), own.map("istio", CatalogBinder::istio)),
                merged(
                        builtIn.map("kubernetes", CatalogBinder::kubernetes),
                        own.map("kubernetes", CatalogBinder::kubernetes)));
    }

    private static Fields builtIn() {
        try (InputStream json = CatalogBinder.class.getResourceAsStream("catalog.json")) {
            return new Fields(JsonText.parse(new String(json.readAllBytes(), UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Catalog.IstioMinor istio(String minor, JsonNode entry) {
        Fields fields = new Fields(entry);
        return new Catalog.IstioMinor(
                Collections.unmodifiableSortedSet(new TreeSet<>(fields.texts("kubernetes"))),
                fields.ifText("endOfLife").map(LocalDate::parse));
    }

    private static Catalog.KubernetesMinor kubernetes(String minor, JsonNode entry) {
        return new Catalog.KubernetesMinor(new Fields(entry).ifText("endOfLife").map(LocalDate::parse));
    }

    private static <T> SortedMap<String, T> merged(SortedMap<String, T> under, SortedMap<String, T> over) {
        SortedMap<String, T> both = new TreeMap<>(under);
        both.putAll(over);
        return Collections.unmodifiableSortedMap(both);
    }
}
