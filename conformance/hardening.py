"""Facts about what the mesh's own programs may do in a cluster. `manifest_facts.py` asks for them."""

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
