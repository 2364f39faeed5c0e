package dev.meshgen.render;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * HCL's native syntax.
 *
 * <p>Source: github.com/hashicorp/hcl, hclsyntax/spec.md, "Template Expressions".
 */
final class HclLiterals implements Literals {
    @Override
    public String text(String value) {
        return Escapes.doubleQuoted(value).replace("${", "$${").replace("%{", "%%{");
    }

    @Override
    public String comment(String text) {
        return "# " + text;
    }

    @Override
    public String map(Map<String, String> literals) {
        if (literals.isEmpty()) {
            return "{}";
        }
        return literals.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    @Override
    public String finish(String rendered) {
        return HclAligner.align(rendered);
    }
}
