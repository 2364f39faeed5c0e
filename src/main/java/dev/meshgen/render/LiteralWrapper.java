package dev.meshgen.render;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Identifier;
import dev.meshgen.mesh.Ipv4Address;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Version;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateSequenceModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Shows the domain to templates: records by their methods, an empty Optional as a missing value,
 * booleans and lists as values that also print as literals of the target language.
 */
final class LiteralWrapper extends DefaultObjectWrapper {
    private final LiteralFormat format;
    private @Nullable Mesh lastMesh;
    private Map<String, @Nullable TemplateModel> known = new HashMap<>();

    LiteralWrapper(LiteralFormat format) {
        super(Configuration.VERSION_2_3_34);
        setExposureLevel(EXPOSE_NOTHING);
        this.format = format;
    }

    @Override
    public @Nullable TemplateModel wrap(@Nullable Object value) throws TemplateModelException {
        if (value instanceof Optional<?> optional) {
            return wrap(optional.orElse(null));
        }
        if (value instanceof Boolean bool) {
            return new BooleanLiteral(format, bool);
        }
        if (value instanceof List<?> list) {
            return sequence(list);
        }
        if (value instanceof Identifier identifier) {
            return new Literal(format, null, identifier.value());
        }
        if (value instanceof Enum<?> || isPrintedAsText(value)) {
            return super.wrap(value.toString());
        }
        if (value instanceof Mesh mesh) {
            return new DomainModel(this, DomainMembers.of(Mesh.class), mesh, known(mesh));
        }
        return value != null && DomainMembers.has(value)
                ? new DomainModel(this, DomainMembers.of(value.getClass()), value, null)
                : super.wrap(value);
    }

    /** What a mesh derives from all its clusters is the same for every file. */
    private Map<String, @Nullable TemplateModel> known(Mesh mesh) {
        if (lastMesh != mesh) {
            lastMesh = mesh;
            known = new HashMap<>();
        }
        return known;
    }

    /** Checked values of the domain that are one string in the specification. */
    private static boolean isPrintedAsText(@Nullable Object value) {
        return value instanceof CidrBlock || value instanceof Ipv4Address || value instanceof Version;
    }

    /**
     * A list of values also prints as a literal; a list of parts of the mesh can only be gone
     * through.
     */
    private TemplateModel sequence(List<?> list) {
        Items items = new Items(this, list);
        return list.stream().allMatch(LiteralWrapper::isValue) ? new ListLiteral(format, items, literal(list)) : items;
    }

    private static boolean isValue(@Nullable Object item) {
        return item instanceof String
                || item instanceof Number
                || item instanceof Boolean
                || item instanceof Enum<?>
                || isPrintedAsText(item);
    }

    private String literal(List<?> list) {
        Literals literals = format.language().literals();
        return literals.list(list.stream()
                .map(item -> item instanceof Number || item instanceof Boolean
                        ? item.toString()
                        : literals.text(String.valueOf(item)))
                .toList());
    }

    private static final class BooleanLiteral extends Literal implements TemplateBooleanModel {
        private final boolean value;

        BooleanLiteral(LiteralFormat format, boolean value) {
            super(format, null, Boolean.toString(value));
            this.value = value;
        }

        @Override
        public boolean getAsBoolean() {
            return value;
        }
    }

    /** Wraps each item only when a template comes to it: there may be thousands. */
    private record Items(LiteralWrapper wrapper, List<?> list) implements TemplateSequenceModel {
        @Override
        public @Nullable TemplateModel get(int index) throws TemplateModelException {
            return index < 0 || index >= list.size() ? null : wrapper.wrap(list.get(index));
        }

        @Override
        public int size() {
            return list.size();
        }
    }

    private static final class ListLiteral extends Literal implements TemplateSequenceModel {
        private final Items items;

        ListLiteral(LiteralFormat format, Items items, String markup) {
            super(format, null, markup);
            this.items = items;
        }

        @Override
        public @Nullable TemplateModel get(int index) throws TemplateModelException {
            return items.get(index);
        }

        @Override
        public int size() {
            return items.size();
        }
    }
}
