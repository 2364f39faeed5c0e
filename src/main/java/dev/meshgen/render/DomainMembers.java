package dev.meshgen.render;

import freemarker.ext.beans.ClassMemberAccessPolicy;
import freemarker.ext.beans.MemberAccessPolicy;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;

/** What templates see of an object: what our own packages of values declare, and nothing of Java's. */
final class DomainMembers implements MemberAccessPolicy {
    private static final Set<String> PACKAGES = Set.of("dev.meshgen.mesh", "dev.meshgen.topology", "dev.meshgen.plan");
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    @Override
    public ClassMemberAccessPolicy forClass(Class<?> type) {
        return new ClassMemberAccessPolicy() {
            @Override
            public boolean isMethodExposed(Method method) {
                return PACKAGES.contains(method.getDeclaringClass().getPackageName())
                        && !Modifier.isStatic(method.getModifiers())
                        && !OF_EVERY_OBJECT.contains(method.getName());
            }

            @Override
            public boolean isConstructorExposed(Constructor<?> constructor) {
                return false;
            }

            @Override
            public boolean isFieldExposed(Field field) {
                return false;
            }
        };
    }

    @Override
    public boolean isToStringAlwaysExposed() {
        return false;
    }
}
