package dev.meshgen.testing;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.pipeline.CheckedMesh;
import dev.meshgen.pipeline.Generator;
import dev.meshgen.source.SpecReader;
import dev.meshgen.source.SpecText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/** The samples, and how tests put a specification through the program. */
public final class Samples {
    /** A day on which every version that the samples use is supported. */
    public static final LocalDate DAY = LocalDate.parse("2026-11-22");

    public static final Generator GENERATOR = new Generator("0.1.0", DAY);

    /** The version of Istio that they are on. */
    public static final String ISTIO = mesh("two-regions").istio().version().toString();

    private Samples() {}

    /** Names of the samples. */
    public static List<String> names() {
        try (Stream<Path> folders = Files.list(Path.of("samples"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static SpecText text(String sample) {
        return new SpecReader()
                .read(Path.of("samples", sample, "mesh.yaml"))
                .value()
                .orElseThrow();
    }

    public static Outcome<CheckedMesh> validate(String name, String text) {
        return GENERATOR.validate(new SpecText(name, text));
    }

    public static Mesh mesh(String sample) {
        return GENERATOR.validate(text(sample)).value().orElseThrow().mesh();
    }

    /** A mesh of many clusters in two regions. */
    public static Mesh large(int clusters) {
        StringBuilder text = new StringBuilder("""
                apiVersion: meshgen.dev/v1alpha1
                kind: Mesh
                metadata: {name: large}
                spec:
                  azure:
                    subscriptionId: 11111111-1111-1111-1111-111111111111
                    tenantId: 22222222-2222-2222-2222-222222222222
                    sharedCluster: c0
                  istio: {version: 1.31.0}
                  clusterDefaults: {kubernetesVersion: "1.35"}
                  clusters:
                """);
        for (int i = 0; i < clusters; i++) {
            text.append("  - {name: c%d, region: %s, network: {addressSpace: 10.%d.0.0/16}}%n"
                    .formatted(i, i % 2 == 0 ? "northeurope" : "westeurope", i));
        }
        return validate("large.yaml", text.toString()).value().orElseThrow().mesh();
    }
}
