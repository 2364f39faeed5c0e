package dev.meshgen.render;

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
    public String finish(String rendered) {
        return HclAligner.align(rendered);
    }
}
