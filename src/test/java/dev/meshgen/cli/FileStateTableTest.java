package dev.meshgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.testing.Meshgen;
import dev.meshgen.testing.Meshgen.Run;
import dev.meshgen.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One file in every state on the disk, in the lock and in the plan, before every command. */
class FileStateTableTest {
    private static final String FILE = "scripts/x.md";

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static String planned = "";
    private static String locked = "";

    /** What is on the disk where the file would be. */
    private enum Disk {
        NOTHING,
        AS_PLANNED,
        AS_LOCKED,
        EDITED,
        FOLDER,
        LINK
    }

    /** What `check` calls the file. */
    private static String state(Disk disk, boolean inLock, boolean inPlan) {
        if (inPlan) {
            return switch (disk) {
                case NOTHING -> "missing";
                case AS_PLANNED -> "";
                case AS_LOCKED -> inLock ? "out of date" : "not from meshgen";
                case EDITED -> inLock ? "edited by hand" : "not from meshgen";
                case FOLDER, LINK -> "not a regular file";
            };
        }
        return switch (disk) {
            case NOTHING, FOLDER -> "";
            case AS_LOCKED -> inLock ? "no longer generated" : "not from meshgen";
            case AS_PLANNED, EDITED -> inLock ? "edited by hand" : "not from meshgen";
            case LINK -> "not from meshgen";
        };
    }

    private static boolean isRefused(Disk disk, boolean inLock, boolean inPlan) {
        String state = state(disk, inLock, inPlan);
        return state.equals("edited by hand")
                || inPlan && List.of("not from meshgen", "not a regular file").contains(state);
    }

    static Stream<Arguments> table() {
        return Stream.of(Disk.values())
                .flatMap(disk -> Stream.of(true, false)
                        .flatMap(inLock -> Stream.of(true, false).map(inPlan -> Arguments.of(disk, inLock, inPlan))));
    }

    @BeforeAll
    static void generate() throws IOException {
        for (String each : List.of("old", "new")) {
            Path template = shared.resolve(each + "/" + FILE);
            Files.createDirectories(template.getParent());
            Files.writeString(template, "The " + each + " text.\n");
        }
        for (String each : List.of("old", "new", "none")) {
            silenceOtherTemplates(shared.resolve(each));
        }
        assertThat(run(shared.resolve("locked"), "old", "generate", "--without-ca")
                        .exit())
                .isZero();
        assertThat(run(shared.resolve("unlocked"), "none", "generate", "--without-ca")
                        .exit())
                .isZero();
        assertThat(run(shared.resolve("planned"), "new", "generate", "--without-ca")
                        .exit())
                .isZero();
        locked = Files.readString(shared.resolve("locked").resolve(FILE));
        planned = Files.readString(shared.resolve("planned").resolve(FILE));
        assertThat(locked).contains("old").isNotEqualTo(planned);
    }

    /** So that a run is quick: a template that renders to nothing makes no file. */
    private static void silenceOtherTemplates(Path own) throws IOException {
        Path builtIn = Path.of("templates");
        try (Stream<Path> all = Files.walk(builtIn)) {
            for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                if (!each.endsWith("scripts/env.sh")) {
                    Path silent = own.resolve(builtIn.relativize(each).toString());
                    Files.createDirectories(silent.getParent());
                    Files.writeString(silent, "");
                }
            }
        }
    }

    private static Run run(Path tree, String templates, String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command, "samples/two-regions/mesh.yaml", "-d", tree.toString()));
        words.addAll(List.of(
                "--as-of",
                Samples.DAY.toString(),
                "--templates",
                shared.resolve(templates).toString()));
        words.addAll(List.of(more));
        return Meshgen.run(words.toArray(String[]::new));
    }

    private Path prepare(Disk disk, boolean inLock, String name) throws IOException {
        Path tree = folder.resolve(name);
        copy(shared.resolve(inLock ? "locked" : "unlocked"), tree);
        Path file = tree.resolve(FILE);
        Files.deleteIfExists(file);
        switch (disk) {
            case NOTHING -> {}
            case AS_PLANNED -> Files.writeString(file, planned);
            case AS_LOCKED -> Files.writeString(file, locked);
            case EDITED -> Files.writeString(file, "Mine.\n");
            case FOLDER -> Files.createDirectory(file);
            case LINK -> Files.createSymbolicLink(file, Files.writeString(folder.resolve(name + ".txt"), "Mine.\n"));
        }
        return tree;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Files.copy(each, to.resolve(from.relativize(each)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Kinds and texts of everything in a tree. */
    private static SortedMap<String, String> contents(Path tree) throws IOException {
        SortedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                String name = tree.relativize(each).toString();
                if (Files.isSymbolicLink(each)) {
                    found.put(name, "link to " + Files.readSymbolicLink(each));
                } else {
                    found.put(name, Files.isRegularFile(each) ? Files.readString(each) : "folder");
                }
            }
        }
        return found;
    }

    @ParameterizedTest(name = "{0} on the disk, in the lock: {1}, in the plan: {2}")
    @MethodSource("table")
    void commands_that_only_look_name_the_state_and_change_nothing(Disk disk, boolean inLock, boolean inPlan)
            throws IOException {
        Path tree = prepare(disk, inLock, "looked-at");
        String templates = inPlan ? "new" : "none";
        String state = state(disk, inLock, inPlan);
        SortedMap<String, String> before = contents(tree);

        Run check = run(tree, templates, "check");
        Run diff = run(tree, templates, "diff", "--exit-code");
        Run dry = run(tree, templates, "generate", "--dry-run", "--drop-templates");

        assertThat(contents(tree)).isEqualTo(before);
        assertThat(check.out()
                        .lines()
                        .filter(line -> line.endsWith("  " + FILE))
                        .toList())
                .as(check.out())
                .hasSize(state.isEmpty() ? 0 : 1)
                .allSatisfy(line -> assertThat(line.strip()).startsWith(state));
        boolean changes = !state.isEmpty() && (inPlan || inLock && disk != Disk.LINK);
        assertThat(diff.exit()).as(diff.out() + diff.err()).isEqualTo(changes ? 2 : 0);
        assertThat(diff.out().contains(FILE)).isEqualTo(changes);
        assertThat(dry.exit()).as(dry.err()).isEqualTo(isRefused(disk, inLock, inPlan) ? 1 : 0);
    }

    @ParameterizedTest(name = "{0} on the disk, in the lock: {1}, in the plan: {2}")
    @MethodSource("table")
    void generate_loses_nothing_that_a_person_wrote(Disk disk, boolean inLock, boolean inPlan) throws IOException {
        String templates = inPlan ? "new" : "none";
        boolean refused = isRefused(disk, inLock, inPlan);
        List<List<String>> ways =
                refused ? List.of(List.of(), List.of("--force"), List.of("--overwrite", FILE)) : List.of(List.of());
        for (List<String> how : ways) {
            Path tree = prepare(disk, inLock, "tree" + how.size());
            SortedMap<String, String> before = contents(tree);
            List<String> more = new ArrayList<>(List.of("--without-ca", "--drop-templates"));
            more.addAll(how);

            Run run = run(tree, templates, "generate", more.toArray(String[]::new));

            boolean canBeForced = disk != Disk.FOLDER && disk != Disk.LINK;
            boolean written = !refused || canBeForced && !how.isEmpty();
            assertThat(run.exit()).as(how + run.err()).isEqualTo(written ? 0 : 1);
            SortedMap<String, String> after = contents(tree);
            if (!written) {
                assertThat(after).isEqualTo(before);
                assertThat(run.err()).contains(FILE).containsAnyOf("--overwrite", "Move it away");
            } else if (inPlan) {
                assertThat(after).containsEntry(FILE, planned);
            } else if (disk == Disk.AS_LOCKED && inLock) {
                assertThat(after).doesNotContainKey(FILE);
            } else {
                assertThat(after.get(FILE)).isEqualTo(before.get(FILE));
            }
            boolean replacedWork = refused && written && inPlan;
            assertThat(after.get(".meshgen-backup/scripts--x.md.1")).isEqualTo(replacedWork ? before.get(FILE) : null);
            assertThat(run.out().contains(".meshgen-backup")).isEqualTo(replacedWork);
            if (disk == Disk.LINK) {
                assertThat(folder.resolve("tree" + how.size() + ".txt")).hasContent("Mine.\n");
                assertThat(Files.isSymbolicLink(tree.resolve(FILE))).isTrue();
            }
        }
    }
}
