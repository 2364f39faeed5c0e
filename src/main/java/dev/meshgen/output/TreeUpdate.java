package dev.meshgen.output;

import dev.meshgen.disk.FileKind;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.Journal;
import dev.meshgen.disk.StagedFile;
import dev.meshgen.tree.ChangeSet;
import dev.meshgen.tree.OutputFile;
import dev.meshgen.tree.OutputTree;
import dev.meshgen.tree.TwoThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what changes in a folder, in an order that leaves no moment without a way on: the journal
 * says what will be written, every new file is complete beside its place, all are moved there, what
 * is no longer generated is removed, and the lock comes last.
 */
final class TreeUpdate {
    private final Path folder;
    private final OutputTree tree;
    private final Journal journal;
    private final List<StagedFile> staged = Collections.synchronizedList(new ArrayList<>());

    TreeUpdate(Path folder, OutputTree tree, Journal journal) {
        this.folder = folder;
        this.tree = tree;
        this.journal = journal;
    }

    void apply(ChangeSet changes) throws IOException {
        stageAll(changes);
        StagedFile lock = staged.remove(staged.size() - 1);
        for (StagedFile file : staged) {
            file.replace();
        }
        for (String path : changes.removed()) {
            Folders.deleteFile(folder.resolve(path));
        }
        clearUp();
        lock.replace();
        journal.finish();
    }

    /** The lock is the last one: a disk that is too full for it is too full for the tree. */
    private void stageAll(ChangeSet changes) throws IOException {
        List<OutputFile> files = Stream.concat(changes.added().stream(), changes.changed().stream())
                .map(tree.files()::get)
                .toList();
        try {
            journal.append(Written.lines(files));
            sweep(Stream.concat(files.stream().map(OutputFile::path), Stream.of(Lock.FILE))
                    .toList());
            stageFiles(files);
            stage(Lock.of(tree).asFile());
            new Backup(folder).keep(changes.overwritten());
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
    }

    /** Leaves nothing of what this run has begun; what can't be removed hides no cause. */
    private void takeBack(IOException cause) {
        for (StagedFile leftover : staged) {
            attempt(leftover::discard, cause);
            attempt(() -> removeEmptyAbove(leftover.target()), cause);
        }
        attempt(journal::finishUnlessUnfinished, cause);
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private static void attempt(Attempt attempt, IOException cause) {
        try {
            attempt.run();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void stageFiles(List<OutputFile> files) throws IOException {
        if (files.size() < TwoThreads.MANY) {
            stageEach(files);
            return;
        }
        int middle = files.size() / 2;
        List<Optional<IOException>> failures = TwoThreads.run(
                () -> failure(files.subList(0, middle)), () -> failure(files.subList(middle, files.size())));
        Optional<IOException> first =
                failures.stream().flatMap(Optional::stream).findFirst();
        if (first.isPresent()) {
            throw first.get();
        }
    }

    private Optional<IOException> failure(List<OutputFile> files) {
        try {
            stageEach(files);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private void stageEach(List<OutputFile> files) throws IOException {
        for (OutputFile file : files) {
            stage(file);
        }
    }

    private void stage(OutputFile file) throws IOException {
        Path target = folder.resolve(file.path());
        StagedFile beside = StagedFile.of(target);
        staged.add(beside);
        Folders.create(target.getParent(), FileMode.PUBLIC_FOLDER);
        beside.write(file.bytes(), file.isExecutable() ? FileMode.PROGRAM : FileMode.PUBLIC);
    }

    /**
     * Removes what killed runs have left beside their files, and the folders that are empty without
     * the files of former trees. A killed run may have removed the last file of a folder and not
     * the folder, so all files of the last lock are looked at, not only those that are removed now.
     */
    private void clearUp() throws IOException {
        Written begun = Written.of(Lock.NONE, journal.earlier());
        sweep(begun.paths());
        Written former =
                new LockFile(folder, folder).written(journal.earlier()).value().orElse(begun);
        FileStates states = new FileStates(folder, former);
        for (String path : former.paths()) {
            Path file = folder.resolve(path);
            // Links are somebody's own, and so is what is behind them.
            if (!tree.files().containsKey(path) && states.obstacle(file).isEmpty()) {
                removeEmptyAbove(file);
            }
        }
    }

    /** Removes what killed runs have left beside these files; each folder is listed once. */
    private void sweep(Collection<String> paths) throws IOException {
        Map<Path, Set<String>> names = paths.stream()
                .map(folder::resolve)
                .collect(Collectors.groupingBy(
                        Path::getParent,
                        TreeMap::new,
                        Collectors.mapping(file -> file.getFileName().toString(), Collectors.toSet())));
        for (Map.Entry<Path, Set<String>> each : names.entrySet()) {
            StagedFile.sweep(each.getKey(), each.getValue()::contains);
        }
    }

    private void removeEmptyAbove(Path file) throws IOException {
        Path above = file.getParent();
        while (!above.equals(folder) && (!FileKind.exists(above) || Folders.deleteIfEmpty(above))) {
            above = above.getParent();
        }
    }
}
