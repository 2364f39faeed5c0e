package dev.meshgen.pki.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.Folders;
import dev.meshgen.disk.StagedFile;
import dev.meshgen.pki.plan.CertificatePlan;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.tree.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Replaces many files as if at one moment. A step makes its files in the staged folders, then marks
 * them ready, then moves them to their places; a run that is killed before the mark has changed
 * nothing, and the next run moves what was marked. The caller holds the lock.
 *
 * <p>The marks are among the private files, which git doesn't bring: whatever else is in the staged
 * folders may come from somebody else, and only what a mark lists is moved.
 */
public final class Staging {
    private final PkiFolders folders;
    private final PkiFolders staged;
    private final CertificatePlan plan;

    /** @param plan of the whole mesh, whichever part of it the caller works on */
    public Staging(PkiFolders folders, CertificatePlan plan) {
        this.folders = folders;
        this.staged = folders.staged();
        this.plan = plan;
    }

    /** The mark of the step, unless another was begun before. */
    private Outcome<Path> begin(String step) {
        Path file = folders.begunMark();
        if (FileSafety.exists(file)) {
            return begun().then(found ->
                    found.arguments().equals(step) ? Outcome.of(file) : Outcome.failure(unfinished(found)));
        }
        return requireNothingStaged().then(free -> NewFile.writePrivate(file, step.getBytes(UTF_8)));
    }

    /**
     * Makes the files of a step; where the work fails in the run that began the step, nothing of it
     * stays. What a killed run has made is made again, but for its keys: certificates are quickly
     * made, and those that are there may be anybody's.
     */
    public <T> Outcome<T> run(String step, Supplier<Outcome<T>> work) {
        return run(
                step,
                () -> Disk.attempt(staged.publicFolder(), () -> {
                    Folders.delete(staged.publicFolder());
                    return Outcome.of(step);
                }),
                work);
    }

    /**
     * Runs a part of a step that waits for answers: what is there stays, if it is the step's own.
     */
    public <T> Outcome<T> resume(String step, Supplier<Outcome<T>> work) {
        return run(step, () -> begun().then(this::requireOnly), work);
    }

    private <T> Outcome<T> run(String step, Supplier<Outcome<?>> prepared, Supplier<Outcome<T>> work) {
        boolean resumed = FileSafety.exists(folders.begunMark());
        return begin(step).then(begun -> {
            Outcome<T> made = prepared.get().then(ready -> work.get());
            return made.value().isPresent() || resumed ? made : new DiscardedStep(folders).after(made);
        });
    }

    private Outcome<StagedStep> requireOnly(StagedStep step) {
        Path folder = staged.publicFolder();
        Set<String> known = step.waitingFiles();
        return Disk.attempt(
                folder,
                () -> Folders.entries(folder).stream()
                        .filter(each -> !StagedFile.isTemporary(each))
                        .filter(each -> !known.contains(
                                folder.relativize(each).toString().replace('\\', '/')))
                        .findFirst()
                        .<Outcome<StagedStep>>map(each -> Outcome.failure(foreign(each)))
                        .orElseGet(() -> Outcome.of(step)));
    }

    /** The arguments of the step that was begun and isn't finished, if there is one. */
    public Outcome<Optional<String>> unfinished() {
        return FileSafety.exists(folders.begunMark())
                ? begun().map(StagedStep::arguments).map(Optional::of)
                : Outcome.of(Optional.empty());
    }

    /** Calls off a step whose files aren't all made; another step that was begun is an error. */
    public Outcome<Boolean> discard(Predicate<String> steps) {
        if (!FileSafety.exists(folders.begunMark())) {
            return Outcome.of(false);
        }
        return begun().then(found -> steps.test(found.arguments())
                ? new DiscardedStep(folders).delete().map(gone -> true)
                : Outcome.failure(unfinished(found)));
    }

    /** As {@link #discard}, where a step must have been begun. */
    public Outcome<Boolean> requireDiscarded(Predicate<String> steps, String rule, String fact) {
        return discard(steps)
                .then(gone -> gone
                        ? Outcome.of(true)
                        : Outcome.failure(
                                Diagnostic.error(rule, folders.publicFolder(), fact, "There is nothing to abandon.")));
    }

    private Outcome<StagedStep> begun() {
        Path file = folders.begunMark();
        return text(file)
                .then(text ->
                        StagedStep.of(plan, text).map(Outcome::of).orElseGet(() -> Outcome.failure(foreign(file))));
    }

    /** A step keeps what a killed run has made, so before it begins there must be nothing. */
    private Outcome<PkiFolders> requireNothingStaged() {
        Path folder = staged.publicFolder();
        return FileSafety.requireNoLink(folders.publicFolder(), folder)
                .then(own -> Disk.attempt(
                        own,
                        () -> Folders.entries(own).isEmpty()
                                ? Outcome.of(folders)
                                : Outcome.failure(foreign(Folders.entries(own).get(0)))));
    }

    private Outcome<String> text(Path mark) {
        return FileSafety.requirePrivate(folders.marks().getParent(), mark)
                .then(own -> FileSafety.read(folders.publicFolder(), own))
                .map(bytes -> new String(bytes, UTF_8));
    }

    private Diagnostic unfinished(StagedStep step) {
        return Diagnostic.error(
                "pki-step-unfinished",
                folders.begunMark(),
                "Step `" + step.arguments() + "` was begun and isn't finished.",
                "Run `meshgen ca " + step.arguments()
                        + "` again first: it resumes where it stopped. To call it off, run" + " `meshgen ca "
                        + step.abandonment() + "`.");
    }

    private Diagnostic foreign(Path file) {
        return Diagnostic.error(
                "pki-staged-foreign",
                file,
                "`" + file + "` isn't what a step of meshgen has left there.",
                "Find out who put it there, delete folders `" + staged.publicFolder() + "` and `" + folders.marks()
                        + "`, then run the same command again.");
    }

    /** Moves a key away that has no successor. */
    public Outcome<Path> retireKey(PlannedCertificate planned) {
        return new StagedMove(folders).retire(planned.keyFile());
    }

    /** Whether all files of a step are made and not all of them moved. */
    public boolean isReady() {
        return FileSafety.exists(folders.readyMark());
    }

    /** The folders, if no step is half-way. */
    public Outcome<PkiFolders> requireFinished() {
        return isReady() ? ready().then(mark -> Outcome.failure(unfinished(mark.step()))) : Outcome.of(folders);
    }

    private Outcome<ReadyMark> ready() {
        Path file = folders.readyMark();
        return text(file)
                .then(text ->
                        ReadyMark.parse(plan, text).map(Outcome::of).orElseGet(() -> Outcome.failure(foreign(file))));
    }

    /** Moves the files and keys of a step. */
    public Outcome<Optional<String>> commit(String step) {
        return commit(step, false);
    }

    /** Moves the files of a step; its keys wait for a later one. */
    public Outcome<Optional<String>> commitWithoutKeys(String step) {
        return commit(step, true);
    }

    private Outcome<Optional<String>> commit(String step, boolean keysWait) {
        return begin(step)
                .then(begun -> begun())
                .then(begun -> mark(begun, keysWait))
                .then(mark ->
                        NewFile.writePrivate(folders.readyMark(), mark.text().getBytes(UTF_8)))
                .then(marked -> finish());
    }

    private Outcome<ReadyMark> mark(StagedStep step, boolean keysWait) {
        Set<String> keys = keysWait ? Set.of() : step.keyFiles();
        return digests(staged.publicFolder(), step.publicFiles())
                .then(files ->
                        digests(staged.keysFolder(), keys).map(found -> new ReadyMark(step, keysWait, files, found)));
    }

    private static Outcome<SortedMap<String, String>> digests(Path folder, Set<String> names) {
        return Outcome.each(
                        names.stream()
                                .sorted()
                                .filter(name -> FileSafety.exists(folder.resolve(name)))
                                .toList(),
                        name -> FileSafety.read(folder, folder.resolve(name))
                                .map(bytes -> Map.entry(name, Digest.sha256(bytes))))
                .map(found -> new TreeMap<>(
                        found.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
    }

    /** Moves what is ready; the step that this completes. */
    public Outcome<Optional<String>> finish() {
        return isReady()
                ? ready().then(this::requireListed).then(this::move).map(Optional::of)
                : Outcome.of(Optional.empty());
    }

    /**
     * Each file has its digest, in its staged place or, where a killed run has moved it, its own.
     */
    private Outcome<ReadyMark> requireListed(ReadyMark mark) {
        return requireListed(staged.publicFolder(), folders.publicFolder(), mark.files())
                .then(files -> requireListed(staged.keysFolder(), folders.keysFolder(), mark.keys()))
                .map(keys -> mark);
    }

    private Outcome<List<Path>> requireListed(Path from, Path to, Map<String, String> digests) {
        return Outcome.each(digests.entrySet(), each -> {
            Path folder = FileSafety.exists(from.resolve(each.getKey())) ? from : to;
            Path file = folder.resolve(each.getKey());
            return FileSafety.read(folder, file)
                    .then(bytes -> Digest.sha256(bytes).equals(each.getValue())
                            ? Outcome.of(file)
                            : Outcome.failure(foreign(file)));
        });
    }

    private Outcome<String> move(ReadyMark mark) {
        StagedMove move = new StagedMove(folders);
        return Outcome.each(mark.keys().keySet(), move::key)
                .then(keys -> Outcome.each(mark.files().keySet(), move::file))
                .then(files -> Disk.attempt(staged.publicFolder(), () -> {
                    if (!mark.keysWait()) {
                        Folders.delete(staged.keysFolder());
                    }
                    Folders.delete(staged.publicFolder());
                    // In this order: a mark without a step is only cleaned up, while a step without
                    // its mark would be made again.
                    Folders.deleteFile(folders.begunMark());
                    Folders.deleteFile(folders.readyMark());
                    Folders.deleteIfEmpty(folders.marks());
                    return Outcome.of(mark.step().arguments());
                }));
    }
}
