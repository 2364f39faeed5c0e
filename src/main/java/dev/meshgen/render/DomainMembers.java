package dev.meshgen.render;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What templates see of an object: what our own packages of values declare, and nothing of Java's.
 * FreeMarker's own search goes through java.beans, which takes longer than to render a tree.
 */
record DomainMembers(Map<String, List<Method>> byName) {
    private static final Set<String> PACKAGES = Set.of("dev.meshgen.mesh", "dev.meshgen.topology", "dev.meshgen.plan");
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
    private static final Map<Class<?>, DomainMembers> KNOWN = new ConcurrentHashMap<>();

    static boolean has(Object object) {
        return PACKAGES.contains(object.getClass().getPackageName());
    }

    static DomainMembers of(Class<?> type) {
        return KNOWN.computeIfAbsent(type, DomainMembers::read);
    }

    static DomainMembers read(Class<?> type) {
        Map<String, List<Method>> byName = new HashMap<>();
        for (Method method : type.getMethods()) {
            if (isExposed(method)) {
                byName.computeIfAbsent(method.getName(), name -> new ArrayList<>())
                        .add(method);
                question(method).ifPresent(name -> byName.put(name, List.of(method)));
            }
        }
        return new DomainMembers(byName);
    }

    /** What a method answers by yes or no: {@code exposed} of {@code isExposed}. */
    private static Optional<String> question(Method method) {
        String name = method.getName();
        return method.getReturnType() == boolean.class && method.getParameterCount() == 0 && name.startsWith("is")
                ? Optional.of(Character.toLowerCase(name.charAt(2)) + name.substring(3))
                : Optional.empty();
    }

    private static boolean isExposed(Method method) {
        return PACKAGES.contains(method.getDeclaringClass().getPackageName())
                && method.getReturnType() != void.class
                && !Modifier.isStatic(method.getModifiers())
                && !OF_EVERY_OBJECT.contains(method.getName());
    }

    List<Method> named(String name) {
        return byName.getOrDefault(name, List.of());
    }
}
