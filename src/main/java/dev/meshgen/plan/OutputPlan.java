package dev.meshgen.plan;

import dev.meshgen.tree.TreePath;
import java.util.List;

/** The files to make, sorted by path, each path once and inside the tree. */
public record OutputPlan(List<PlannedFile> files) {
    public OutputPlan {
        files = List.copyOf(files);
        String last = "";
        for (PlannedFile file : files) {
            if (file.path().compareTo(last) <= 0
                    || TreePath.refusal(file.path()).isPresent()) {
                throw new IllegalArgumentException("A plan can't have " + file.path() + " after " + last);
            }
            last = file.path();
        }
    }
}
