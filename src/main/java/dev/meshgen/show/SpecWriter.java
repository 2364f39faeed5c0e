package dev.meshgen.show;

import dev.meshgen.mesh.Mesh;
import dev.meshgen.schema.CompleteSpec;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes a complete specification as YAML that reads back as the same specification. */
public final class SpecWriter {
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER, YAMLWriteFeature.SPLIT_LINES)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .stringQuotingChecker(new Quoting())
            .build());

    public String write(CompleteSpec spec) {
        return YAML.writeValueAsString(spec.tree());
    }

    /** The specification, and as a second document what meshgen derives from it. */
    public String writeWithDerived(CompleteSpec spec, Mesh mesh) {
        return write(spec) + "---\n" + YAML.writeValueAsString(DerivedValues.of(mesh));
    }
}
