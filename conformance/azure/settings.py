"""What a run may change: delays, lifetimes, limits."""

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass
class Settings:
    """Near zero by default, so that a run takes as long as its client wants to wait."""

    # Seconds that a long-running operation takes.
    operation_delay: float = 0.0
    # Seconds until a new role assignment is effective. Azure says up to ten minutes:
    # https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---role-assignment-changes-are-not-being-detected
    role_delay: float = 0.0
    # Seconds that a token is good for.
    token_lifetime: float = 3600.0
    # vCPUs of one VM family in one region.
    vcpu_quota: int = 1000

    def change(self, values: dict[str, Any]) -> None:
        known = {each.name: each.type for each in fields(self)}
        for name, value in values.items():
            if name not in known:
                raise KeyError(f"There is no setting {name}.")
            setattr(self, name, type(getattr(self, name))(value))

    def show(self) -> dict[str, Any]:
        return asdict(self)
