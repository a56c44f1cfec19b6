"""Findings are grouped by promise, and each keeps its shortest command."""

from dataclasses import replace

from marketplace_contracts.traffic.finding import CheckAborted, Finding, Findings, Violation

ONE = Finding("orders.list", "sort_order", "newest first", "#/x", 7, "a", "curl a long one", "s")


def test_the_same_promise_is_one_finding() -> None:
    """Findings of one operation, check and promise are counted and not repeated."""
    found = Findings([ONE, replace(ONE, observed="b", curl="curl b"), replace(ONE, observed="c")])
    assert len(found) == 1
    (only,) = found
    assert (only.count, only.observed, only.curl) == (3, "b", "curl b")


def test_of_equal_commands_the_smaller_id_is_kept() -> None:
    """Objects that the check made have larger ids; a fresh simulator has those before them."""
    made, there = replace(ONE, curl="curl x/1300554"), replace(ONE, curl="curl x/1300406")
    for found in (Findings([made, there]), Findings([there, made])):
        assert next(iter(found)).curl == there.curl


def test_a_command_is_better_than_none() -> None:
    """A finding without a command gets that of the next one."""
    found = Findings([replace(ONE, curl=""), ONE])
    assert next(iter(found)).curl == ONE.curl


def test_other_promises_are_other_findings() -> None:
    """Another operation, check, promise or pointer is another finding."""
    others = [replace(ONE, operation="x"), replace(ONE, check="y"), replace(ONE, pointer="#/z")]
    assert len(Findings([ONE, *others])) == 4


def test_notices_break_nothing() -> None:
    """What is only worth knowing is kept apart."""
    found = Findings([ONE, replace(ONE, promise="n", notice=True)])
    assert found.failures == [ONE]
    assert [finding.promise for finding in found.notices] == ["n"]


def test_a_finding_is_plain_data() -> None:
    """A finding can be written as JSON and read back."""
    assert Finding.from_dict(ONE.as_dict()) == ONE


def test_unmet_says_what_was_promised() -> None:
    """An aborted sequence has its promise and what was observed."""
    assert str(CheckAborted(Violation("it is there", "nothing", "#/x"))) == "it is there: nothing"
