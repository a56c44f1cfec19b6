"""Pages one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.description.description import Operation, Paging
from marketplace_contracts.description.schemas import at
from marketplace_contracts.service.probe import Probe, Row, Sample

PAGES = 6


def _pages(operation: Operation, _: Contract) -> bool:
    return operation.paging is not None


@sequence_check("paging", concerns=_pages)
def paging_walk(probe: Probe, operation: Operation) -> Iterator[Violation]:
    """Pages of any size, put together, are the list: no row twice, none left out, one total."""
    rule = operation.paging
    assert rule is not None
    sample = probe.sample(operation)
    known = len(sample.rows)
    quarter = (min(3, known), max(1, known // 4))
    for start, size in ((0, max(1, min(7, known // 3))), quarter, (1, 1)):
        walk = _pages_from(probe, operation, start, size, known)
        yield from _compare(probe, rule, sample, walk, size)
    yield from _default(probe, operation, rule, sample)
    yield from _end(probe, operation, rule, sample)


def _pages_from(
    probe: Probe, operation: Operation, start: int, size: int, known: int
) -> Iterator[tuple[int, list[Row]]]:
    """Some pages from one place on, each with its offset."""
    offset = start
    for _ in range(PAGES):
        if offset >= known:
            return
        rows = probe.rows(operation, {"offset": offset, "limit": size})
        yield offset, rows
        offset += max(len(rows), 1)


def _compare(
    probe: Probe, rule: Paging, sample: Sample, walk: Iterator[tuple[int, list[Row]]], size: int
) -> Iterator[Violation]:
    """Compare pages with the rows that one large page gave."""
    for offset, rows in walk:
        wanted = list(sample.rows[offset : offset + size])
        yield from _total(probe, rule, sample)
        if rows[: len(wanted)] != wanted:
            yield _differs(probe, rule, rows, wanted, f"offset {offset}, limit {size}")
            return


def _differs(
    probe: Probe, rule: Paging, rows: list[Row], wanted: list[Row], where: str
) -> Violation:
    pairs = zip(rows, wanted, strict=False)
    got, want = next((pair for pair in pairs if pair[0] != pair[1]), (None, wanted[-1]))
    show = probe.contract.show
    observed = f"at {where}: {show(_name(got))} where {show(_name(want))} was due"
    return Violation(
        "pages of any size show the same rows at the same offsets", observed, rule.pointer
    )


def _name(row: Row | None) -> object:
    return row.get("id", row) if row else row


def _total(probe: Probe, rule: Paging, sample: Sample) -> Iterator[Violation]:
    assert probe.caller.last is not None
    total = at(probe.caller.last.json, rule.total)
    if total != sample.total:
        yield Violation(
            "the total is the same on each page", f"{total}, then {sample.total}", rule.pointer
        )


def _default(
    probe: Probe, operation: Operation, rule: Paging, sample: Sample
) -> Iterator[Violation]:
    """Without offset and limit the defaults of the description hold."""
    rows = probe.rows(operation)
    limit = operation.parameter("limit")
    default = limit.schema.get("default") if limit else None
    if limit and default is not None and len(rows) != min(default, sample.total):
        observed = f"{len(rows)} rows of {sample.total}"
        yield Violation(f"without a limit a page has {default} rows", observed, limit.pointer)
    if rows and rows != list(sample.rows[: len(rows)]):
        yield _differs(probe, rule, rows, list(sample.rows[: len(rows)]), "no offset, no limit")


def _end(probe: Probe, operation: Operation, rule: Paging, sample: Sample) -> Iterator[Violation]:
    """The page after the last row is empty and no error."""
    if sample.total < 0:
        return
    for beyond in (0, 7):
        rows = probe.rows(operation, {"offset": sample.total + beyond, "limit": 5})
        if rows:
            observed = f"{len(rows)} rows at offset {sample.total + beyond}"
            yield Violation("beyond the total there are no rows", observed, rule.pointer)
