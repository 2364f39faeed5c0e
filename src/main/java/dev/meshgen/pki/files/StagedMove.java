package dev.meshgen.pki.files;

import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.disk.FileMode;
import dev.meshgen.disk.Folders;
import java.nio.file.Path;

/** Moves staged files to their places; what a killed run has moved stays there. */
record StagedMove(PkiFolders folders) {
    Outcome<Path> file(String relative) {
        Path file = folders.staged().publicFile(relative);
        Path target = folders.publicFile(relative);
        return FileSafety.requireNoLink(folders.publicFolder(), target)
                .then(own -> Disk.attempt(own, () -> {
                    if (FileSafety.exists(file)) {
                        Folders.create(own.getParent(), FileMode.PUBLIC_FOLDER);
                        Folders.move(file, own);
                    }
                    return Outcome.of(own);
                }));
    }

    /** The key that was there before is kept. */
    Outcome<Path> key(String relative) {
        Path key = folders.staged().keyFile(relative);
        Path target = folders.keyFile(relative);
        return FileSafety.exists(key)
                ? FileSafety.requireNoLink(folders.keysFolder(), target)
                        .then(own -> NewFile.createPrivateFolder(own.getParent()))
                        .then(folder -> retire(target, relative))
                        .then(free -> move(key, target))
                : Outcome.of(target);
    }

    /** Moves a key away that nothing uses any more. */
    Outcome<Path> retire(String relative) {
        return retire(folders.keyFile(relative), relative);
    }

    private Outcome<Path> retire(Path key, String relative) {
        if (!FileSafety.exists(key)) {
            return Outcome.of(key);
        }
        Path retired = firstFree(folders.retiredKeys().resolve(relative));
        return NewFile.createPrivateFolder(retired.getParent()).then(folder -> move(key, retired));
    }

    private static Outcome<Path> move(Path key, Path target) {
        return Disk.attempt(target, () -> {
            Folders.move(key, target);
            return Outcome.of(target);
        });
    }

    /** A number in front, so that the pattern by which git ignores keys still fits the name. */
    private static Path firstFree(Path wanted) {
        int number = 1;
        while (FileSafety.exists(wanted.resolveSibling(number + "-" + wanted.getFileName()))) {
            number++;
        }
        return wanted.resolveSibling(number + "-" + wanted.getFileName());
    }
}
