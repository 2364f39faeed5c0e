package dev.meshgen.pipeline;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.diagnostic.Outcome;
import dev.meshgen.plan.OutputPlan;
import java.nio.file.Path;

/**
 * The memory that a run may use: a tree is in it as a whole before its first file is written.
 *
 * @param most in MiB
 */
record Memory(long most) {
    private static final long MIB = 1 << 20;

    /** What the program itself and its largest file need, in MiB. */
    private static final long BASE = 12;

    /** What a file of the plan needs, in bytes; measured, as docs/performance.md tells. */
    private static final long EACH_FILE = 3600;

    static Memory ofThisRun() {
        return new Memory(Runtime.getRuntime().maxMemory() / MIB);
    }

    /** The plan, or an error if it needs more; the JVM counts a thirtieth of its heap as lost. */
    Outcome<OutputPlan> suffice(OutputPlan plan, String spec) {
        long needed = BASE + plan.files().size() * EACH_FILE / MIB;
        return needed <= most
                ? Outcome.of(plan)
                : Outcome.failure(Diagnostic.error(
                        "memory",
                        Path.of(spec),
                        "The tree of this mesh has " + plan.files().size() + " files and needs " + needed
                                + " MiB of memory; this run may use " + most + " MiB.",
                        "Run it with `JAVA_TOOL_OPTIONS=-Xmx" + needed * 16 / 15
                                + "m`, or where there is more memory."));
    }
}
