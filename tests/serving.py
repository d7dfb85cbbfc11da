"""``mkdocs serve`` in a process of its own, for the tests and for the bench."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds, far outside of what anything takes


class Server:
    """A server of the project whose configuration is ``config``; it ends with the ``with`` block."""

    mkdocs = Path(sys.executable).with_name("mkdocs")

    def __init__(self, config: Path, log: Path, *flags: str, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._log = log
        command = [str(self.mkdocs), "serve", "-a", f"127.0.0.1:{port}", "-f", str(config)]
        with log.open("w") as file:
            self.process = subprocess.Popen(
                [*command, *flags],
                cwd=ROOT,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"} | environment,
            )

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE)

    @property
    def log(self) -> str:
        """What the terminal shows."""
        return self._log.read_text("utf-8")

    def get(self, path: str) -> str:
        """Return what there is at a path; the empty text as long as the site is not there."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            error.close()
        except OSError:
            pass
        return ""

    def wait_for(self, path: str, contains: str, without: str = "\0", every: float = 0.1) -> str:
        """Return the page as soon as it contains one text and not the other; look ``every`` so many seconds."""
        end = time.monotonic() + PATIENCE
        page = ""
        while time.monotonic() < end and self.process.poll() is None:
            page = self.get(path)
            if contains in page and without not in page:
                return page
            time.sleep(every)
        raise AssertionError(f"{path} did not show {contains!r} without {without!r}: {page[:2000]}\n{self.log}")

    def wait_for_error(self, path: str, contains: str) -> str:
        """Return what the page says of the last save as soon as that contains a text."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = re.search(r'<div id="build-error"[^>]*>(.*?)</div>', self.get(path), re.DOTALL)
            if found and contains in unescape(found[1]):
                return unescape(found[1])
            time.sleep(0.1)
        raise AssertionError(f"{path} did not say {contains!r}:\n{self.log}")

    def processes(self) -> dict[int, str]:
        """Return the command line of the server and of all that descends from it, by process."""
        parents, found = {}, {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                # The name before the bracket may hold anything; the state and the parent follow it.
                state, parent = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except OSError:
                continue
            if state != "Z":
                parents[int(folder.name)] = int(parent)
                found[int(folder.name)] = command
        family = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        return {pid: found[pid] for pid in family if pid in found}

    def pss(self) -> float:
        """Return the memory of all its processes in MB, what they share counted once."""
        total = 0
        for pid in self.processes():
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            total += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1])  # type: ignore[index]
        return total / 1024
