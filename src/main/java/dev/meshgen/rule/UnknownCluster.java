package dev.meshgen.rule;

import dev.meshgen.diagnostic.SpecPath;
import dev.meshgen.diagnostic.Suggestion;
import dev.meshgen.mesh.Application;
import dev.meshgen.mesh.Mesh;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A cluster that is referred to must exist. */
final class UnknownCluster implements Rule {
    @Override
    public String id() {
        return "unknown-cluster";
    }

    @Override
    public Stream<Finding> check(Mesh mesh) {
        String known = mesh.clusters().stream()
                .map(cluster -> "`" + cluster.name() + "`")
                .distinct()
                .collect(Collectors.joining(", "));
        return named(mesh).stream()
                .filter(named -> mesh.cluster(named.cluster()).isEmpty())
                .map(named -> Finding.error(
                        named.path(),
                        "Cluster `" + named.cluster() + "` does not exist in this mesh."
                                + Suggestion.nearest(named.cluster(), mesh.clusterNames())
                                        .map(near -> " Did you mean `" + near + "`?")
                                        .orElse(""),
                        "Use one of " + known + "."));
    }

    private static List<Named> named(Mesh mesh) {
        List<Named> all = new ArrayList<>();
        all.add(new Named(
                Paths.AZURE.key("sharedCluster"), mesh.azure().shared().cluster()));
        mesh.azure()
                .bastion()
                .clusters()
                .forEach((region, cluster) ->
                        all.add(new Named(Paths.AZURE.key("regions").key(region).key("bastionCluster"), cluster)));
        for (Application application : mesh.applications()) {
            List<String> runsIn = application.placement().clusters();
            for (int i = 0; i < runsIn.size(); i++) {
                all.add(new Named(Paths.of(application).key("runsIn").index(i), runsIn.get(i)));
            }
            application
                    .ingress()
                    .ifPresent(ingress ->
                            all.add(new Named(Paths.ingress(application).key("cluster"), ingress.cluster())));
        }
        return all;
    }

    /** A place that names a cluster. */
    private record Named(SpecPath path, String cluster) {}
}
