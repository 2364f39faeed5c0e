package dev.meshgen.render;

import freemarker.template.AdapterTemplateModel;
import freemarker.template.MethodCallAwareTemplateHashModel;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of the domain as templates see it: the public methods that its class declares. A method
 * without parameters is also a property.
 *
 * @param known properties that need not be asked again
 */
record DomainModel(
        LiteralWrapper wrapper,
        DomainMembers members,
        Object object,
        @Nullable Map<String, @Nullable TemplateModel> known)
        implements MethodCallAwareTemplateHashModel, AdapterTemplateModel {
    @Override
    public @Nullable TemplateModel get(String name) throws TemplateModelException {
        List<Method> methods = members.named(name);
        return methods.size() == 1 && methods.get(0).getParameterCount() == 0
                ? property(methods.get(0))
                : getBeforeMethodCall(name);
    }

    private @Nullable TemplateModel property(Method method) throws TemplateModelException {
        if (known == null) {
            return invoke(method);
        }
        if (!known.containsKey(method.getName())) {
            known.put(method.getName(), invoke(method));
        }
        return known.get(method.getName());
    }

    @Override
    public @Nullable TemplateModel getBeforeMethodCall(String name) {
        List<Method> methods = members.named(name);
        return methods.isEmpty() ? null : (TemplateMethodModelEx) arguments -> call(methods, arguments);
    }

    private @Nullable TemplateModel call(List<Method> methods, List<?> arguments) throws TemplateModelException {
        for (Method method : methods) {
            Object[] values = method.getParameterCount() == arguments.size() ? unwrapped(method, arguments) : null;
            if (values != null) {
                return invoke(method, values);
            }
        }
        throw new TemplateModelException("`" + methods.get(0).getName() + "` doesn't take these arguments.");
    }

    /** Nothing if the method takes others. */
    private Object @Nullable [] unwrapped(Method method, List<?> arguments) {
        Object[] values = new Object[arguments.size()];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = wrapper.unwrap((TemplateModel) arguments.get(i), method.getParameterTypes()[i]);
            }
            return values;
        } catch (TemplateModelException e) {
            return null;
        }
    }

    private @Nullable TemplateModel invoke(Method method, Object... arguments) throws TemplateModelException {
        try {
            return wrapper.wrap(method.invoke(object, arguments));
        } catch (InvocationTargetException e) {
            throw new TemplateModelException("`" + method.getName() + "` failed.", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // only public methods of public classes are known
        }
    }

    @Override
    public Object getAdaptedObject(Class<?> hint) {
        return object;
    }

    @Override
    public boolean isEmpty() {
        return false;
    }
}
