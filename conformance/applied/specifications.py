"""Trees that meshgen generates from a changed sample."""

from pathlib import Path

from conformance.shared import places
from conformance.shared.commands import must

Edit = tuple[str, str]


class SampleError(Exception):
    """A change that no longer fits its sample."""


def changed(sample: str, edits: tuple[Edit, ...]) -> str:
    """The sample's text with each edit made once."""
    text = (places.PROJECT / "samples" / sample / "mesh.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        if text.count(old) != 1:
            raise SampleError(f"{sample} holds {text.count(old)} times, not once: {old!r}")
        text = text.replace(old, new)
    return text


def generate(sample: str, edits: tuple[Edit, ...], folder: Path) -> Path:
    """Returns terraform/ of the tree."""
    folder.mkdir(parents=True)
    specification = folder / "mesh.yaml"
    specification.write_text(changed(sample, edits), encoding="utf-8")
    tree = folder / "tree"
    must(places.MESHGEN, "generate", "--without-ca", specification, "--output-dir", tree)
    return tree / "terraform"
