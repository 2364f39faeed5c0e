package dev.meshgen;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.approvaltests.Approvals;
import org.approvaltests.core.ApprovalFailureReporter;
import org.approvaltests.core.Options;
import org.approvaltests.namer.ApprovalNamer;

/**
 * Compares a text with the file that a person approved.
 *
 * <p>{@code ./mvnw test -Dapprove} accepts what came out, and still fails once: CI can never accept silently.
 */
final class Golden {
    private Golden() {}

    static void verify(Path approved, String text) {
        ApprovalFailureReporter reporter = (received, expected) -> {
            if (System.getProperty("approve") != null) {
                accept(received, expected);
            }
            return true;
        };
        Approvals.verify(
                text,
                new Options(reporter).forFile().withNamer(new Beside(approved)).withScrubber(each -> each));
    }

    private static void accept(String received, String expected) {
        try {
            Files.move(Path.of(received), Path.of(expected), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names the approved file itself, and puts what was received beside it. */
    private record Beside(Path approved) implements ApprovalNamer {
        @Override
        public File getApprovedFile(String extension) {
            return approved.toFile();
        }

        @Override
        public File getReceivedFile(String extension) {
            return new File(approved + ".received");
        }

        @Override
        public String getApprovalName() {
            return approved.getFileName().toString();
        }

        @Override
        public String getSourceFilePath() {
            return approved.getParent() + File.separator;
        }

        @Override
        public ApprovalNamer addAdditionalInformation(String information) {
            return this;
        }

        @Override
        public String getAdditionalInformation() {
            return "";
        }
    }
}
