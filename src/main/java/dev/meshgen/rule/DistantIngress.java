package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Cluster;
import dev.meshgen.mesh.Mesh;
import java.util.stream.Stream;

/** Requests should enter the mesh in a region where the application runs. */
final class DistantIngress implements Rule {
    @Override
    public String id() {
        return "distant-ingress";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        return mesh.applications().stream()
                .filter(application -> application.runsIn().stream()
                        .allMatch(name -> mesh.cluster(name).isPresent()))
                .flatMap(application -> application.ingress().stream()
                        .flatMap(ingress -> mesh.cluster(ingress.cluster()).stream())
                        .filter(entrance ->
                                hosts(mesh, application).map(Cluster::region).noneMatch(entrance.region()::equals))
                        .map(entrance -> finding(mesh, application, entrance)));
    }

    private static Stream<Cluster> hosts(Mesh mesh, Application application) {
        return application.runsIn().stream().flatMap(name -> mesh.cluster(name).stream());
    }

    private static Finding finding(Mesh mesh, Application application, Cluster entrance) {
        Stream<SpecPath> regions = Stream.concat(hosts(mesh, application), Stream.of(entrance))
                .map(cluster -> Paths.of(cluster).key("region"));
        return Finding.warning(
                        Paths.ingress(application).key("cluster"),
                        "Application `" + application.name() + "` is exposed by cluster `" + entrance.name()
                                + "`, but no cluster in region `" + entrance.region()
                                + "` runs it: every request crosses to another region.",
                        "Add `" + entrance.name()
                                + "` to `runsIn`, or expose the application in a region where it runs.")
                .givenBy(Stream.concat(Stream.of(Paths.of(application).key("runsIn")), regions)
                        .toList());
    }
}
