"""Facts about what the mesh's own programs may do in a cluster. `manifest_facts.py` asks for them."""

import ipaddress

READING = {"get", "list", "watch", "*"}

# Who may read the Secrets of istio-system, which hold the tokens for all other clusters. istio-reader is who those tokens are for.
READERS = ("istiod-", "istio-reader-")


WRITING = {"create", "update", "patch", "delete", "deletecollection", "*"}
WORKLOADS = {"deployments", "daemonsets", "statefulsets", "replicasets", "jobs", "cronjobs", "pods", "services", "serviceaccounts", "*"}


def about_secret_readers(report, objects):
    roles = [o for o in objects.all if o["kind"] == "ClusterRole" or o["kind"] == "Role" and o["metadata"]["namespace"] == "istio-system"]
    readers = [o["metadata"]["name"] for o in roles if any(reads_secrets(rule) for rule in o.get("rules") or [])]
    others = sorted(name for name in readers if not name.startswith(READERS))
    report.about("Secrets of istio-system", {"some may read them": (bool(readers), True), "none but istiod and its peers": (others, [])})


def reads_secrets(rule):
    return bool({"secrets", "*"} & set(rule.get("resources") or [])) and bool(READING & set(rule["verbs"]))


def about_workload_writers(report, objects):
    roles = [o for o in objects.all if o["kind"] in ("Role", "ClusterRole")]
    writers = sorted(o["metadata"]["name"] for o in roles if any(writes_workloads(rule) for rule in o.get("rules") or []))
    report.about("workloads", {"roles were looked at": (bool(roles), True), "nothing of Istio may change them": (writers, [])})


def writes_workloads(rule):
    return bool(WORKLOADS & set(rule.get("resources") or [])) and bool(WRITING & set(rule["verbs"]))


def about_namespaces(report, objects):
    for space in [o["metadata"] for o in objects.all if o["kind"] == "Namespace"]:
        label = {key.rpartition("/")[2]: value for key, value in space["labels"].items() if key.startswith("pod-security.kubernetes.io/")}
        # Sidecars' initial container needs NET_ADMIN; `warn` still judges each Deployment as it is written.
        enforced = "restricted" if space["name"].startswith("istio-") else "privileged"
        report.about(f"pod security of {space['name']}", {"enforced": (label.get("enforce"), enforced), "warned about": (label.get("warn"), "restricted")})


def about_pods(report, objects, of):
    """Pod templates as they are written: what `restricted` does not ask for."""
    pods = {o["metadata"]["name"]: o["spec"]["template"]["spec"] for o in objects.all if o["kind"] in ("Deployment", "Job")}
    grouped = {name: pod for name, pod in pods.items() if not name.startswith("istiod-")}  # its image has user and group 1337
    report.about(f"pods of {of}", {
        "seccomp": (sorted(name for name, pod in pods.items() if not has_seccomp(pod)), []),
        "group": (sorted(name for name, pod in grouped.items() if not (pod.get("securityContext") or {}).get("runAsGroup")), []),
        "folders in memory or limited": (sorted(name for name, pod in pods.items() if has_endless_folder(pod)), []),
    })


def has_seccomp(pod):
    settings = [pod, *pod["containers"]]
    found = [(each.get("securityContext") or {}).get("seccompProfile") == {"type": "RuntimeDefault"} for each in settings]
    return found[0] or all(found[1:])


def has_endless_folder(pod):
    folders = [volume["emptyDir"] for volume in pod.get("volumes") or [] if "emptyDir" in volume]
    # A folder in memory counts against the container's memory limit.
    return any(not folder.get("sizeLimit") and folder.get("medium") != "Memory" for folder in folders)


def about_ingress_policy(report, objects, cluster):
    policies = [o["spec"] for o in objects.all if o["kind"] == "NetworkPolicy" and o["metadata"]["namespace"] == "istio-ingress"]
    rules = [rule for policy in policies for rule in policy["ingress"]]
    callers = [each for rule in rules if {8080, 8443} & {port["port"] for port in rule.get("ports") or [{"port": 8080}]} for each in rule.get("from") or ["anybody"]]
    enabled = (cluster.get("applicationGateway") or {}).get("enabled", True)
    report.about("network policy of the ingress gateway", {
        "all pods": ([(policy["podSelector"], policy["policyTypes"]) for policy in policies], [({}, ["Ingress"])]),
        "HTTP and HTTPS from the Application Gateway only": (callers, [{"ipBlock": {"cidr": application_gateway_range(cluster)}}] if enabled else []),
    })


def application_gateway_range(cluster):
    """The subnet's range: given, or the first /24 of the third sixteenth."""
    network = cluster["network"]
    given = network.get("subnets", {}).get("applicationGateway")
    space = ipaddress.ip_network(network["addressSpace"])
    return given or str(next(list(space.subnets(4))[2].subnets(new_prefix=24)))
