"""How the trees share what is rehearsed."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Share:
    """What is asked of one tree: everything of the first one, then what that one can't show."""

    whole: bool
    # The steps that are made to fail, by their number: no earlier tree has them.
    failing: list[str]

    @property
    def has_new_steps(self) -> bool:
        return bool(self.failing)


def shares_of(trees: list[Path]) -> list[tuple[Path, Share]]:
    """Each step is made to fail in the first tree that has it."""
    seen: set[str] = set()
    shares = []
    for number, tree in enumerate(trees):
        steps = {each.name[:2] for each in (tree / "scripts").glob("[0-9][0-9]-*.sh")}
        shares.append((tree, Share(number == 0, sorted(steps - seen))))
        seen |= steps
    return shares
