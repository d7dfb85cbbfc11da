"""What a worker of a cluster does: it compares versions, and runs a snippet that came with its files."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

from dragoman.execution.isolated.job import Job
from dragoman.execution.local import run_job
from dragoman.execution.results import Failure, Output
from dragoman.execution.runner import versions

PACKAGE = "mkdocs-dragoman"


class UnusableClusterError(Exception):
    """A cluster that cannot be reached, would give other results than this machine, or is lost."""


def all_versions() -> dict[str, str]:
    """Return the versions of what decides results on a machine, this package's among them."""
    return {PACKAGE: version(PACKAGE), **versions()}


def compare(wanted: Mapping[str, str], found: Mapping[str, str], worker: str) -> None:
    """Refuse the worker whose versions are ``found``.

    Raises:
        UnusableClusterError: if they are not those ``wanted``.
    """
    for name, expected in wanted.items():
        if found.get(name) != expected:
            message = (
                f"found {name} {found.get(name)} on the worker {worker}, expected {expected} as here: "
                "install the same version there"
            )
            raise UnusableClusterError(message)


def run_sent(job: Job, wanted: Mapping[str, str]) -> Output | Failure:
    """Run a job on a machine that does not share our disk.

    Raises:
        UnusableClusterError: on a machine that joined late and has other versions than those ``wanted``.
    """
    compare(wanted, all_versions(), "that joined")
    return run_job(job)
