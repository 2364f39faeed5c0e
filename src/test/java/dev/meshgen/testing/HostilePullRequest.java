package dev.meshgen.testing;

/**
 * What a stranger changes in a checkout.
 *
 * @param finding what a run says, an ID or a text; empty where the change is harmless
 */
public record HostilePullRequest(String name, String finding, Step step, Change change) {
    /** Two roots that a rotation names: only a person can tell whose they are. */
    static final String NAMED = "CN=Root CA";

    /** What step 02 does on the merged tree. */
    public enum Step {
        STOPS,
        PASSES
    }

    @FunctionalInterface
    public interface Change {
        void make(PreparedTree tree, PreparedTree stranger) throws Exception;
    }

    public HostilePullRequest(String name, String finding, Change change) {
        this(name, finding, Step.PASSES, change);
    }

    HostilePullRequest stopping() {
        return new HostilePullRequest(name, finding, Step.STOPS, change);
    }

    public boolean isHarmless() {
        return finding.isEmpty();
    }

    public boolean isOnlyNamed() {
        return finding.equals(NAMED);
    }

    @Override
    public String toString() {
        return name;
    }
}
