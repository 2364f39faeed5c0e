package dev.meshgen.render;

/** Text and attribute values of XML, as in SVG. */
final class XmlLiterals implements Literals {
    @Override
    public String text(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&apos;");
    }

    @Override
    public String comment(String text) {
        return "<!-- " + text + " -->";
    }
}
