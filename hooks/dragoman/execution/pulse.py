"""Which workers of a cluster give signs of life."""

from __future__ import annotations

from collections.abc import Mapping


class Pulse:
    """The workers of a scheduler as its own accounts of them show, told apart by when each was last heard."""

    def __init__(self, patience: float) -> None:
        """A worker is silent after ``patience`` seconds without a word."""
        self._patience = patience
        self._heard: dict[str, tuple[float, float]] = {}  # the last word on the scheduler's clock, and on ours
        self._last = 0.0
        self.answering: frozenset[str] = frozenset()
        self.silent: frozenset[str] = frozenset()

    def hear(self, words: Mapping[str, float], now: float) -> list[str]:
        """Take in when the scheduler last heard each worker; return what to say of those that were lost since."""
        gone = sorted(self._heard.keys() - words.keys())
        heard = {}
        for worker, word in words.items():
            before, when = self._heard.get(worker, (None, now))
            heard[worker] = (word, when if word == before else now)
        self._heard = heard
        self._last = max([self._last, *(when for _, when in heard.values())])
        known, self.silent = (
            self.silent,
            frozenset(worker for worker, (_, when) in heard.items() if now - when >= self._patience),
        )
        self.answering = frozenset(heard) - self.silent
        return [
            *(f"lost the worker {worker}: what it ran goes to another one" for worker in gone),
            *(
                f"no word from the worker {worker} for {self._patience:g} s: what it runs goes to another one"
                for worker in sorted(self.silent - known)
            ),
        ]

    def stopped(self, now: float) -> bool:
        """Tell whether no worker at all was heard for too long."""
        return now - self._last >= self._patience
