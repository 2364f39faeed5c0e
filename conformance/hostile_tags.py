"""Writes a specification whose tags hold hostile text, and compares what a tool read back.

    hostile_tags.py specification        a specification on standard output
    hostile_tags.py compare FILE         FILE: the tags as a JSON object; exits 1 where one differs
"""

import json
import sys
import unicodedata

PARTS = ['"', "'", "\\", "${", "%{", "$${", "%%{", "$", "%", "\n", "\r", "\t", ": ", " #", "- ", "on", "1e3", "~", "null",
         "EOT", "$(id)", "`id`", "<<", "\u00e9", "\u200b", "\u2028", "\ufeff", "\U0001f600", "}", "{", "x"]


def tags():
    """Fifty tags, as many as Azure allows: each part alone in a value, and pairs of parts in keys and values."""
    pairs = [first + second for first in PARTS for second in PARTS[:12]]
    keys = [f"key {number} " + PARTS[number % len(PARTS)] + "." for number in range(50)]
    values = PARTS + pairs[:: len(pairs) // (50 - len(PARTS))]
    return dict(zip(keys, values))


def normalized(texts):
    """Terraform keeps text in Unicode's normal form C."""
    return {unicodedata.normalize("NFC", key): unicodedata.normalize("NFC", value) for key, value in texts.items()}


def specification():
    """JSON is YAML; non-ASCII escaped, so that no editor or terminal is in the way."""
    cluster = {"name": "solo", "region": "westeurope", "kubernetesVersion": "1.35", "network": {"addressSpace": "10.52.0.0/16"}}
    uuid = "11111111-1111-1111-1111-111111111111"
    azure = {"subscriptionId": uuid, "tenantId": uuid, "sharedCluster": "solo", "tags": tags()}
    # YAML knows no surrogate pairs, so characters beyond the BMP are written out.
    return json.dumps({
        "apiVersion": "meshgen.dev/v1alpha1",
        "kind": "Mesh",
        "metadata": {"name": "hostile"},
        "spec": {"azure": azure, "istio": {"version": "1.31.0"}, "clusters": [cluster]},
    }).replace("\\ud83d\\ude00", "\U0001f600")


def compare(path):
    with open(path, encoding="utf-8") as file:
        read = json.load(file)
    wanted = normalized(tags())
    for key in sorted(wanted.keys() | read.keys()):
        if wanted.get(key) != read.get(key):
            print(f"{key!r}: wrote {wanted.get(key)!r}, read {read.get(key)!r}")
    return 0 if wanted == read and len(read) == 50 else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["specification"]:
        sys.stdout.reconfigure(encoding="utf-8")
        print(specification())
    elif sys.argv[1:2] == ["compare"]:
        sys.exit(compare(sys.argv[2]))
    else:
        sys.exit(__doc__)
