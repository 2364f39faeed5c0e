package dev.meshgen.pki.verify;

import dev.meshgen.diagnostic.Diagnostic;
import dev.meshgen.pki.files.Inventory;
import dev.meshgen.pki.plan.PlannedCertificate;
import dev.meshgen.pki.plan.PlannedCertificate.Role;
import java.nio.file.Path;
import java.util.List;

/** How each file that a plan lacks comes back. */
record MissingFiles(Inventory inventory) {
    List<Diagnostic> explained() {
        return inventory.plan().certificates().stream()
                .flatMap(planned -> planned.publicFiles().stream()
                        .filter(relative ->
                                inventory.missing().contains(inventory.layout().publicFile(planned, relative)))
                        .map(relative -> missing(planned, relative)))
                .toList();
    }

    private Diagnostic missing(PlannedCertificate planned, String relative) {
        Path file = inventory.layout().publicFile(planned, relative);
        return Diagnostic.error("pki-certificate-missing", file, "`" + file + "` is missing.", hint(planned));
    }

    private String hint(PlannedCertificate planned) {
        if (inventory.certificateOrChained(planned).isPresent()) {
            return "Run `meshgen generate`: it makes the file from the certificate's other files.";
        }
        boolean signed = inventory.plan().issuedBy(planned).stream()
                .anyMatch(each -> inventory.certificateOrChained(each).isPresent());
        if (inventory.plan().isRootExternal() && planned.isAuthority() && !signed) {
            return planned.role() == Role.ROOT
                    ? "It comes with the first certificate that `meshgen ca import` imports."
                    : "Run `meshgen ca request " + planned.name() + "`, have that signed and import the answer.";
        }
        return signed
                ? "Restore it from version control: certificates that it has signed are there."
                : "Run `meshgen generate` to make it.";
    }
}
