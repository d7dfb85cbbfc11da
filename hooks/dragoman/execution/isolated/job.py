"""What is to be run: one snippet with all files that it is given, as a process or another machine is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that decides what a run gives; it can be sent to a machine that does not share our disk."""

    name: str
    file: str
    """The file that holds the code, relative to the project, as messages name it."""
    cells: tuple[tuple[str, int, tuple[str, ...]], ...]
    """Source, first line in the file and tags of each cell."""
    files: tuple[tuple[str, bytes], ...]
    """Names in the working folder and contents of the files that it is given."""
    project: str
    """The folder of which it may see nothing but these files."""
    time_limit: float
    """Seconds of its own computing."""
    memory_limit_mb: int
    torch: bool = True
    """Whether it may load PyTorch, which takes two seconds: the process that it is forked from has it then."""
    seed: int = 0
    texts: tuple[tuple[str, str], ...] = ()
    """Texts of its figures with what is drawn in their place."""
    kept: tuple[tuple[tuple[str, str | None], ...], ...] = ()
    """By cell its figures as they were kept, each as it was drawn and as it can be drawn again: then only this is done."""

    @property
    def wall_limit(self) -> float:
        """The seconds after which it ends though it did not compute: far more than a busy machine needs."""
        return 10 * self.time_limit + 10

    @property
    def script(self) -> str:
        """The name of its code in the working folder."""
        path = PurePosixPath(self.file)
        return path.name if path.suffix == ".py" else f"{self.name}.py"

    @property
    def line(self) -> int:
        """The line where its code begins."""
        return self.cells[0][1] if self.cells else 1

    @property
    def text(self) -> str:
        """Its code with every cell at the lines of the file."""
        text = ""
        for source, line, _ in self.cells:
            text += "\n" * (line - 1 - text.count("\n")) + source + "\n"
        return text
