package dev.meshgen.binding;

import dev.meshgen.mesh.Application;

/** Makes an application, with what its own settings imply. */
final class ApplicationBinder {
    private ApplicationBinder() {}

    static Application bind(int position, Fields application) {
        String name = application.text("name");
        return new Application(
                new Application.Id(
                        position, name, application.ifText("namespace").orElse(name)),
                container(application),
                application.ifNumber("servicePort").orElse(application.number("port")),
                new Application.Placement(application.texts("runsIn"), application.number("replicas")),
                resources(application.in("resources")),
                new Application.Access(
                        application.texts("callers"),
                        application.ifIn("ingress").map(ApplicationBinder::ingress)));
    }

    private static Application.Container container(Fields application) {
        return new Application.Container(
                application.text("image"),
                application.number("port"),
                application.text("healthPath"),
                application.number("runAsUser"),
                application.texts("writablePaths"),
                application.map("environment", (key, value) -> value.stringValue()));
    }

    private static Application.Resources resources(Fields resources) {
        return new Application.Resources(
                resources.text("cpuRequest"),
                resources.text("memoryRequest"),
                resources.text("cpuLimit"),
                resources.text("memoryLimit"));
    }

    private static Application.Ingress ingress(Fields ingress) {
        return new Application.Ingress(
                ingress.text("cluster"),
                ingress.text("host"),
                ingress.text("path"),
                ingress.choice("tls", Application.Ingress.Encryption.class));
    }
}
