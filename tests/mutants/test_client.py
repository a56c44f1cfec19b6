"""Mutants of the client: drawn by seed, tried by the tests of their module."""

import pytest
from marketplace_contracts.mutants.client import (
    TESTS,
    all_changes,
    can_be_tried,
    changes_of,
    draw,
    is_noticed,
    judged,
    lines_of,
    passes,
    path_of,
)
from support.openapi import ROOT

QUOTA = "cloud_marketplace._engine.retry_quota"


def test_every_module_has_its_tests() -> None:
    """Each module that is changed exists, and so does each of its test files."""
    assert [module for module in TESTS if not path_of(module).is_file()] == []
    named = {test for tests in TESTS.values() for test in tests}
    assert [test for test in sorted(named) if not (ROOT / test).is_file()] == []


def test_a_seed_draws_the_same_mutants() -> None:
    """The same seed gives the same changes, another one gives others."""
    assert draw(3, 10) == draw(3, 10)
    assert draw(3, 10) != draw(4, 10)


def test_the_changes_of_one_module_are_drawn_alone() -> None:
    """A module's name limits the changes, and no more are drawn than there are, each once."""
    known = changes_of("retry_quota")
    assert {change.module for change in known} == {QUOTA}
    drawn = draw(3, 10_000, known)
    assert set(drawn) == set(filter(can_be_tried, known))
    assert len(drawn) == len(set(drawn)) > 10
    assert len(set(draw(3, 7, known))) == 7
    with pytest.raises(ValueError, match="no_such"):
        changes_of("no_such")


def test_a_mutant_differs_from_the_real_module() -> None:
    """Tests that pass fail where one comparison of their module is another."""
    assert passes(TESTS[QUOTA])
    changes = [change for change in changes_of("retry_quota") if change.kind == "comparison"]
    assert is_noticed(changes[0])


def test_judged_survivors_are_still_in_the_source() -> None:
    """The committed list names lines that the source has, each with a reason."""
    known = {(change.module, *lines_of(change)) for change in all_changes()}
    for entry in judged():
        assert (entry["module"], entry["old"], entry["new"]) in known, entry
        assert len(entry["reason"]) > 20
