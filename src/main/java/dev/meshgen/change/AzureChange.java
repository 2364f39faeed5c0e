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
        DESTROY("destroyed"),
        REPLACE("replaced");

        private final String words;

        Action(String words) {
            this.words = words;
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
