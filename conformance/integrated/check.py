"""Each way to run meshgen in CI finds the same faults, in a repository of somebody else."""

import tempfile
from pathlib import Path

from conformance.integrated.definitions import judge_definitions
from conformance.integrated.hook import judge_hook
from conformance.integrated.scripts import judge_service, services
from conformance.integrated.user import user_repository
from conformance.shared import places
from conformance.shared.report import Report


def main() -> int:
    places.use_installed_tools()
    report = Report("integrations")
    with tempfile.TemporaryDirectory(prefix="integrations-") as folder:
        work = Path(folder)
        judge_definitions(report, work)
        user = user_repository(work / "user")
        if (places.installed() / "integrations").is_dir():
            for service in services(work):
                judge_service(report, service, user, work)
        else:
            report.skip("Python packages", "run conformance/tools/install integrations")
        judge_hook(report, user, work)
    return report.close()
