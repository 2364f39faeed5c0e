package dev.meshgen.testing;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/** Tells with a property's failure how to see it again. */
final class SeedReport implements InvocationInterceptor {
    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> property, ExtensionContext context)
            throws Throwable {
        try {
            invocation.proceed();
        } catch (TestAbortedException skipped) {
            throw skipped;
        } catch (Exception | AssertionError failure) {
            Cases cases = (Cases) property.getArguments().get(0);
            throw new AssertionError(
                    "%s%nTo run it again: ./mvnw test -Dtest=%s -D%s=%d"
                            .formatted(failure.getMessage(), Seeds.name(context), Seeds.ASKED, cases.seed()),
                    failure);
        }
    }
}
