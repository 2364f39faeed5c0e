"""What the simulated Azure shows to be wrong with today's trees.

Each is asserted as it is, so that the run fails as soon as it is not so any more: then the entry
goes, and the check becomes one that demands the opposite.
"""

from dataclasses import dataclass

from conformance.shared.report import Report


@dataclass(frozen=True)
class Finding:
    """A fault that is known and still there."""

    name: str
    text: str


KEYS = Finding(
    "every-identity-reads-every-key",
    "a cluster's identity can read the CA key of another cluster",
)
def known(report: Report, sample: str, finding: Finding, still: bool, *details: str) -> None:
    """Passes while the fault is there; once it is gone the run asks for the entry's removal."""
    text = f"{sample}: known fault {finding.name}: {finding.text}"
    gone = f"It is gone: remove {finding.name} from applied/findings.py and demand the opposite."
    report.check(text, still, gone, *details)
