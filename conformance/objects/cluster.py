"""One cluster's files, and what the tools make of them."""

import functools
import json
import os
from pathlib import Path

from conformance.objects import (
    application_facts,
    cert_manager_facts,
    cni_facts,
    gateway_facts,
    ingress,
    istio_facts,
    secret_facts,
)
from conformance.objects.broken_copies import Original
from conformance.objects.reading import Objects, parse, read_objects
from conformance.objects.specification import Mesh
from conformance.shared.commands import Done, found, run
from conformance.shared.environment import read_environment
from conformance.shared.report import Report


class ClusterCheck:
    """One cluster's files, and what the tools make of them."""

    def __init__(self, report: Report, mesh: Mesh, cluster: str, tree: Path, work: Path) -> None:
        self.report, self.mesh, self.cluster, self.tree = report, mesh, cluster, tree
        self.where = f"{tree.name}/{cluster}"
        self.files = tree / "clusters" / cluster
        self.work = work / cluster
        self.vault = work / "vault"
        self.operator = self.files / "istio" / "operator.yaml"
        self.plain = [each for each in sorted(self.files.rglob("*.yaml")) if each != self.operator]
        self.work.mkdir(parents=True)
        self.classes = self.fill_in_classes()
        self.rendered = self.work / "istio.yaml"

    def fill_in_classes(self) -> dict[str, Path]:
        """SecretProviderClasses, by the folder that they are in, as the steps apply them."""
        found = {}
        client_id = self.mesh.class_values(self.cluster)["client_id"]
        for template in sorted(self.files.rglob("*.yaml.tmpl")):
            file = self.work / f"spc-{template.parent.name}.yaml"
            file.write_text(template.read_text().replace("${CSI_CLIENT_ID}", client_id))
            found[template.parent.name] = file
        return found

    def judge(self, has_server: bool) -> None:
        self.report.check(f"{self.where}: there are manifests", self.plain)
        cert_manager_facts.judge(self.report, self.where, self.mesh, self.cluster, self.tree)
        if found("istioctl"):
            self.judge_with_istioctl()
        if has_server:
            self.judge_with_api_server()
        if found("csi-mount"):
            self.judge_mounts()
        for each in self.originals:
            thing = f"{self.where}: Ingress of {each.route.application.name}"
            self.report.facts(thing, ingress.facts_of(each.route))
        if found("agic-render") and (self.files / "ingress").is_dir():
            self.judge_with_agic()

    def says_nothing(self, text: str, done: Done) -> None:
        """The command succeeds, and says nothing that looks like a warning."""
        fine = done.succeeded and "warning" not in done.text.lower()
        self.report.check(f"{self.where}: {text}", fine, done.text)

    def judge_with_istioctl(self) -> None:
        done = run("istioctl", "manifest", "generate", "-f", self.operator)
        self.rendered.write_text(done.out)
        fine = done.succeeded and not done.err
        text = "istioctl renders operator.yaml without a warning"
        self.report.check(f"{self.where}: {text}", fine, done.err)
        files = [*self.plain, *self.classes.values()]
        words = [word for each in files for word in ("-f", each)]
        done = run("istioctl", "validate", *words, "-f", self.operator)
        self.says_nothing(f"istioctl validate, {len(files) + 1} files", done)
        options = ["-A", "--use-kube=false", "--failure-threshold", "Info"]
        done = run("istioctl", "analyze", *options, *files, self.rendered)
        fine = done.succeeded and "No validation issues found" in done.text
        text = f"istioctl analyze, {len(files)} files and Istio's own"
        self.report.check(f"{self.where}: {text}", fine, done.text)

    def judge_with_api_server(self) -> None:
        # For real: a namespace must exist before a dry run can judge what is in it.
        done = run("kubectl", "apply", "-f", self.files / "namespaces.yaml")
        self.says_nothing("API server takes namespaces.yaml", done)
        files = [*self.plain, *self.classes.values()]
        words = [word for each in files for word in ("-f", str(each))]
        plain = self.dry_run(f"API server takes {len(files)} files", *words)
        application_facts.judge(self.report, self.where, self.mesh, self.cluster, plain)
        secret_facts.judge(self.report, self.where, self.mesh, self.cluster, plain)
        cert_manager_facts.judge_certificates(
            self.report, self.where, self.mesh, self.cluster, plain
        )
        if self.rendered.exists():
            # Istio's CRDs are too large for the annotation that a client-side apply leaves.
            words = ["--server-side", "--force-conflicts", "-f", str(self.rendered)]
            objects = self.dry_run("API server takes what istioctl renders", *words)
            istio_facts.judge(self.report, self.where, self.mesh, self.cluster, objects, plain)
            self.judge_redirection()

    def judge_redirection(self) -> None:
        """Who leads the traffic of pods through their proxies: istio-cni, or each pod itself."""
        rendered = Objects(read_objects(self.rendered))
        facts = cni_facts.agent(self.mesh, rendered)
        self.report.facts(f"{self.where}: istio-cni", facts)
        for application in self.mesh.run_in(self.cluster):
            pod = self.injected(rendered, application.name)
            facts = cni_facts.injected(self.mesh, pod)
            self.report.facts(f"{self.where}: injected pod of {application.name}", facts)

    def injected(self, rendered: Objects, application: str) -> Objects:
        """The application as istiod's injector changes it, and as the API server takes it."""
        words = cni_facts.injector(self.mesh, rendered, self.work)
        file = self.files / "applications" / f"{application}.yaml"
        done = run("istioctl", "kube-inject", *words, "-f", file)
        target = self.work / f"injected-{application}.yaml"
        target.write_text(done.out)
        if not self.mesh.cni:
            # The API server would warn of what the facts expect.
            return Objects(read_objects(target))
        return self.dry_run(
            f"restricted allows the injected pod of {application}", "-f", str(target)
        )

    def dry_run(self, text: str, *words: str) -> Objects:
        """The API server takes it without a warning; returns what it would store."""
        done = run("kubectl", "apply", "--dry-run=server", "--output=json", *words)
        self.report.check(f"{self.where}: {text}", done.succeeded and not done.err, done.err)
        return Objects(parse(done.out))

    def judge_mounts(self) -> None:
        for name, file in self.classes.items():
            env = {**os.environ, "VAULT_DIR": str(self.vault)}
            done = run("csi-mount", file, self.work / f"mount-{name}", env=env)
            self.says_nothing(f"csi-mount takes {file.name}", done)
        secret_facts.judge_mounts(self.report, self.where, self.mesh, self.cluster, self.work)

    @functools.cached_property
    def originals(self) -> list[Original]:
        """The way of requests to each application that the cluster exposes."""
        if not self.rendered.exists():
            return []
        rendered, environment = Objects(read_objects(self.rendered)), read_environment(self.tree)
        routes = []
        for application in self.mesh.exposed_by(self.cluster):
            file = self.files / "ingress" / f"{application.name}.yaml"
            plain = Objects(read_objects(file) if file.exists() else [])
            route = ingress.Route(application, self.cluster, plain, rendered, environment)
            routes.append(Original(route, self.tree))
        return routes

    def judge_with_agic(self) -> None:
        """The certificates are those that the steps put on the Application Gateway."""
        names = [f"{each.name}-frontend" for each in self.mesh.tls_of(self.cluster)]
        words = [word for each in names for word in ("-ssl-cert", each)]
        files = sorted((self.files / "ingress").glob("*.yaml"))
        done = run("agic-render", *words, "-root-cert", ingress.ROOT, *files, self.rendered)
        text = f"{self.where}: the ingress controller renders ingress/ without a warning"
        if self.report.check(text, done.succeeded, done.err):
            gateway = json.loads(done.out)
            gateway_facts.judge(self.report, self.where, self.mesh, self.cluster, gateway)
