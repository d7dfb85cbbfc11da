"""Runs one snippet in the process it is called in; only ever called in a process made for it."""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import pickle
import random
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distributions, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from dragoman.execution.isolated import figures, lettering, limits
from dragoman.execution.isolated.cells import Cells
from dragoman.execution.isolated.guard import Guard
from dragoman.execution.isolated.job import Job
from dragoman.execution.isolated.scratch import Scratch

# The installed packages that a module comes from, with their versions.
Packages = Mapping[str, Sequence[tuple[str, str]]]


def preload(*, torch: bool) -> Packages:
    """Import what snippets use of it, where it is installed, so that forked processes have it; return where modules come from."""
    if find_spec("matplotlib"):
        _preload_matplotlib()
    if find_spec("numpy"):
        import numpy as np  # noqa: PLC0415, F401 - only the process that runs snippets may import these
    if torch and find_spec("torch"):
        _preload_torch()
    versions = {one.name: one.version for one in distributions()}
    return {
        module: [(name, str(versions.get(name))) for name in names]
        for module, names in packages_distributions().items()
    }


def _preload_matplotlib() -> None:
    import matplotlib as mpl  # noqa: PLC0415

    mpl.use("agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    lettering.prepare()
    figures.style()
    plt.close(plt.figure())


def _preload_torch() -> None:
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    # The first step of an optimiser imports a great deal. No backward pass here: autograd's
    # threads would not survive the fork.
    weight = torch.zeros(1, requires_grad=True)
    weight.grad = torch.zeros(1)
    for make in (torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop):
        make([weight], lr=0.1).step()


def run(scratch: Scratch, packages: Packages) -> None:
    """Run a job with fd 1 going to the file ``stdout`` beside its folder; write its result as JSON to ``answer`` there."""
    figures.style()
    _seed(scratch.job.seed)
    scratch.enter()
    with scratch.file("trace").open("w") as trace:
        _trace(trace.fileno())
        limits.apply(scratch.job)
        _guard(scratch)
        result = _redrawn(scratch.job) if scratch.job.kept else Cells(scratch).result()
        if "cells" in result:
            result["packages"] = _imported(packages)
        scratch.file("answer").write_text(json.dumps(result), "utf-8")


def _redrawn(job: Job) -> dict[str, Any]:
    """Return the figures of a run with the texts that a job gives them."""
    texts = dict(job.texts)
    cells = [[figures.redrawn(svg, state, texts) if state else svg for svg, state in cell] for cell in job.kept]
    return {"cells": [{"text": "", "figures": svgs} for svgs in cells], "remarks": []}


def _trace(file: int) -> None:
    """Write to ``file`` where the process is when a signal ends it."""
    faulthandler.enable(file)
    if sys.platform != "win32":
        faulthandler.register(signal.SIGUSR1, file)
        faulthandler.register(signal.SIGXCPU, file, chain=True)


def _guard(scratch: Scratch) -> None:
    """Refuse what the snippet was not given."""
    if mpl := cast("Any", sys.modules.get("matplotlib")):
        kept = os.environ["MPLCONFIGDIR"]
        mpl.get_cachedir = mpl.get_configdir = lambda: kept  # it remembers those of the process that loaded it
    guard = Guard(scratch.path, Path(scratch.job.project), scratch.job.file)
    if torch := sys.modules.get("torch"):
        guard.watch_torch(torch)
    guard.watch()


def _imported(packages: Packages) -> list[tuple[str, str]]:
    """Return the installed packages of all modules that are loaded, with their versions."""
    found: set[tuple[str, str]] = set()
    for module in {name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names:
        found.update(packages.get(module, ()))
        if module not in packages:  # a package that lists no files often has the name of its module
            with contextlib.suppress(PackageNotFoundError, ValueError):
                found.add((module, version(module)))
    return sorted(found)


def _seed(seed: int) -> None:
    random.seed(seed)
    if np := sys.modules.get("numpy"):
        np.random.seed(seed)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(seed)


def main(argv: list[str]) -> None:
    """Run a job in this very process: ``python -m dragoman.execution.isolated.worker JOB``, the file that holds it."""
    job = Path(argv[0])
    scratch = Scratch(job.with_name("work"), pickle.loads(job.read_bytes()))  # noqa: S301 - our own parent wrote it
    scratch.fill()
    run(scratch, preload(torch=scratch.job.torch))


if __name__ == "__main__":
    main(sys.argv[1:])
