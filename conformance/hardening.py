"""Facts about what the mesh's own programs may do in a cluster. `manifest_facts.py` asks for them."""

READING = {"get", "list", "watch", "*"}

# Who may read the Secrets of istio-system, which hold the tokens for all other clusters. istio-reader is who those tokens are for.
READERS = ("istiod-", "istio-reader-")


def about_secret_readers(report, objects):
    roles = [o for o in objects.all if o["kind"] == "ClusterRole" or o["kind"] == "Role" and o["metadata"]["namespace"] == "istio-system"]
    readers = [o["metadata"]["name"] for o in roles if any(reads_secrets(rule) for rule in o.get("rules") or [])]
    others = sorted(name for name in readers if not name.startswith(READERS))
    report.about("Secrets of istio-system", {"some may read them": (bool(readers), True), "none but istiod and its peers": (others, [])})


def reads_secrets(rule):
    return bool({"secrets", "*"} & set(rule.get("resources") or [])) and bool(READING & set(rule["verbs"]))
