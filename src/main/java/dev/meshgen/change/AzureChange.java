package dev.meshgen.change;

/**
 * A resource that exists, and that Terraform removes.
 *
 * @param address as Terraform names it
 * @param action whether it makes it again
 * @param because why, as the end of a sentence that begins with the resource
 */
public record AzureChange(String address, Action action, String because) {
    /** What happens to a resource. */
    public enum Action {
        DESTROY("destroy", "destroyed"),
        REPLACE("replace", "replaced");

        private final String verb;
        private final String words;

        Action(String verb, String words) {
            this.verb = verb;
            this.words = words;
        }

        public String verb() {
            return verb;
        }

        /** The action as the end of a sentence that begins with the resource. */
        public String words() {
            return words;
        }
    }

    /** The resource's type, such as {@code azurerm_kubernetes_cluster}. */
    public String type() {
        String plain = address.replaceFirst("\\[.*", "");
        String owner = plain.substring(0, plain.lastIndexOf('.'));
        return owner.substring(owner.lastIndexOf('.') + 1);
    }
}
