"""Which workers give signs of life."""

from __future__ import annotations

from dragoman.execution.pulse import Pulse


def test_pulse_tells_workers_that_are_gone_from_those_that_are_silent() -> None:
    pulse = Pulse(8.0)
    assert pulse.hear({"a": 100.0, "b": 100.0}, 0.0) == []
    assert pulse.hear({"a": 107.0, "b": 100.0}, 7.0) == []
    assert pulse.answering == {"a", "b"}
    assert [line.partition(" for")[0] for line in pulse.hear({"a": 108.0, "b": 100.0}, 8.0)] == [
        "no word from the worker b"
    ]
    assert (pulse.answering, pulse.silent) == ({"a"}, {"b"})
    assert pulse.hear({"a": 109.0, "b": 100.0}, 9.0) == []
    assert pulse.hear({"a": 110.0, "b": 110.0}, 10.0) == []
    assert pulse.answering == {"a", "b"}
    assert [line.partition(":")[0] for line in pulse.hear({}, 11.0)] == ["lost the worker a", "lost the worker b"]
    assert not pulse.stopped(17.0)
    assert pulse.stopped(18.0)
    pulse.hear({"c": 120.0}, 20.0)
    assert not pulse.stopped(20.0)
