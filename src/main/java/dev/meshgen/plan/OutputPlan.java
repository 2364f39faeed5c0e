package dev.meshgen.plan;

import java.util.List;

/** The files to make, sorted by path, each path once and inside the tree. */
public record OutputPlan(List<PlannedFile> files) {
    public OutputPlan {
        files = List.copyOf(files);
    }
}
