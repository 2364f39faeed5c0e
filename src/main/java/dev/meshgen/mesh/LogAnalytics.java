package dev.meshgen.mesh;

/**
 * The workspace of each region; retention in days.
 *
 * @param metrics whether metrics are copied to it
 */
public record LogAnalytics(int retentionDays, Audit kubernetesAudit, boolean metrics) {
    /** Which requests to a cluster its audit log has. */
    public enum Audit {
        CHANGES("changes", "kube-audit-admin"),
        ALL("all", "kube-audit");

        private final String text;
        private final String category;

        Audit(String text, String category) {
            this.text = text;
            this.category = category;
        }

        /** As the specification spells it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** Azure's category of the audit log; the larger one contains the smaller one. */
    public String auditCategory() {
        return kubernetesAudit.category;
    }
}
