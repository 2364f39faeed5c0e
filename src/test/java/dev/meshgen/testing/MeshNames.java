package dev.meshgen.testing;

import dev.meshgen.mesh.CidrBlock;
import dev.meshgen.mesh.Identifier;
import dev.meshgen.mesh.Mesh;
import dev.meshgen.mesh.Version;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Every text that a method of the mesh's records gives: the only source of names. */
public final class MeshNames {
    private final Set<String> texts = new TreeSet<>();
    private final Set<Object> seen = new HashSet<>();

    private MeshNames() {}

    public static Set<String> of(Mesh mesh) {
        MeshNames names = new MeshNames();
        names.collect(mesh);
        return names.texts;
    }

    private void collect(Object value) {
        if (value instanceof String || value instanceof Identifier || value instanceof Version) {
            texts.add(value.toString());
        } else if (value instanceof Optional<?> optional) {
            optional.ifPresent(this::collect);
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(this::collect);
        } else if (value instanceof Map<?, ?> map) {
            collect(map.keySet());
            collect(map.values());
        } else if (value instanceof Record && !(value instanceof CidrBlock) && seen.add(value)) {
            for (Method method : value.getClass().getDeclaredMethods()) {
                if (method.getParameterCount() == 0
                        && Modifier.isPublic(method.getModifiers())
                        && !method.getName().equals("hashCode")
                        && !method.getName().equals("toString")) {
                    collect(call(method, value));
                }
            }
        }
    }

    private static Object call(Method method, Object value) {
        try {
            return method.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(method.toString(), e);
        }
    }
}
