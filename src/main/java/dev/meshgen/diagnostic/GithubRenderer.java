package dev.meshgen.diagnostic;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Workflow commands that GitHub Actions shows beside the line of a pull request.
 *
 * <p>Format: docs.github.com, "Workflow commands for GitHub Actions"; %, CR and LF are escaped, in
 * properties : and , too.
 */
public final class GithubRenderer implements DiagnosticRenderer {
    @Override
    public String render(List<Diagnostic> diagnostics, Optional<SourceText> source) {
        return diagnostics.stream().map(GithubRenderer::one).collect(Collectors.joining());
    }

    private static String one(Diagnostic diagnostic) {
        SourceSpan span = diagnostic.span();
        String position = span.isWholeFile()
                ? ""
                : ",line=" + span.line() + ",col=" + span.column() + ",endColumn=" + (span.column() + span.length());
        String hint = diagnostic.hint().map(text -> "\n" + text).orElse("");
        return "::" + diagnostic.severity().label() + " file=" + property(span.file()) + position + ",title="
                + property(diagnostic.rule().value()) + "::" + data(diagnostic.message() + hint) + "\n";
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
