"""Mutated pages, the same each time, through each stage and through the whole way: ``tests/fuzz.py`` tries others."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

import hypothesis_profile as _profile  # noqa: F401 - registers the settings
from fuzz import STAGES
from fuzz_faults import FAULTS, Fault
from projects import ROOT

EXAMPLES = {"article": 25, "check": 15, "edits": 10, "whole": 25, "finder": 80}


@pytest.mark.parametrize("name", STAGES)
def test_mutated_pages_are_read_to_the_end(name: str) -> None:
    check, strategy = STAGES[name]
    few = settings(
        max_examples=EXAMPLES.get(name, 150), phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    few(given(strategy)(check))()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_fault_that_fuzzing_must_find_can_be_put_back(fault: Fault) -> None:
    code = (ROOT / "hooks" / "dragoman" / fault.file).read_text("utf-8")
    assert fault.old in code, "write the fault as it would be today"
    assert fault.stage in STAGES
