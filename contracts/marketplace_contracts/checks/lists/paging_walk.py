"""Consecutive pages."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.concerns import is_paged
from marketplace_contracts.description.operations import Operation, Paging
from marketplace_contracts.service.api_client import ApiClient, Page, Row
from marketplace_contracts.traffic.finding import Violation

PAGES = 6


@sequence_check("paging", concerns=is_paged)
def paging_walk(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Pages of any size form the same list: no row twice, no row missing, one total."""
    rule = operation.paging
    assert rule is not None
    newest = api.newest(operation)
    known = len(newest.rows)
    quarter = (min(3, known), max(1, known // 4))
    for start, size in ((0, max(1, min(7, known // 3))), quarter, (1, 1)):
        walk = _pages_from(api, operation, start, size, known)
        yield from _compare(api, rule, newest, walk, size)
    yield from _default(api, operation, rule, newest)
    yield from _end(api, operation, rule, newest)


def _pages_from(
    api: ApiClient, operation: Operation, start: int, size: int, known: int
) -> Iterator[tuple[int, Page]]:
    """Return some pages from an offset on, each with its offset."""
    offset = start
    for _ in range(PAGES):
        if offset >= known:
            return
        page = api.page(operation, {"offset": offset, "limit": size})
        yield offset, page
        offset += max(len(page.rows), 1)


def _compare(
    api: ApiClient, rule: Paging, newest: Page, walk: Iterator[tuple[int, Page]], size: int
) -> Iterator[Violation]:
    """Compare pages with the rows of one large page."""
    for offset, page in walk:
        wanted = newest.rows[offset : offset + size]
        if page.total != newest.total:
            observed = f"{page.total}, then {newest.total}"
            yield Violation("the total is the same on each page", observed, rule.pointer)
        if page.rows[: len(wanted)] != wanted:
            yield _differs(api, rule, page.rows, wanted, f"offset {offset}, limit {size}")
            return


def _differs(
    api: ApiClient, rule: Paging, rows: list[Row], wanted: list[Row], where: str
) -> Violation:
    pairs = zip(rows, wanted, strict=False)
    got, want = next((pair for pair in pairs if pair[0] != pair[1]), (None, wanted[-1]))
    show = api.contract.show
    observed = f"at {where}: {show(_name(got))} where {show(_name(want))} was expected"
    return Violation(
        "pages of any size show the same rows at the same offsets", observed, rule.pointer
    )


def _name(row: Row | None) -> object:
    return row.get("id", row) if row else row


def _default(
    api: ApiClient, operation: Operation, rule: Paging, newest: Page
) -> Iterator[Violation]:
    """Check that the described defaults apply without offset and limit."""
    rows = api.page(operation).rows
    limit = operation.parameter("limit")
    default = limit.schema.get("default") if limit else None
    if limit and default is not None and len(rows) != min(default, newest.total):
        observed = f"{len(rows)} rows of {newest.total}"
        yield Violation(f"without a limit a page has {default} rows", observed, limit.pointer)
    if rows and rows != newest.rows[: len(rows)]:
        yield _differs(api, rule, rows, newest.rows[: len(rows)], "no offset, no limit")


def _end(api: ApiClient, operation: Operation, rule: Paging, newest: Page) -> Iterator[Violation]:
    """Check that a page beyond the last row is empty and not an error."""
    if newest.total < 0:
        return
    for beyond in (0, 7):
        rows = api.page(operation, {"offset": newest.total + beyond, "limit": 5}).rows
        if rows:
            observed = f"{len(rows)} rows at offset {newest.total + beyond}"
            yield Violation("beyond the total there are no rows", observed, rule.pointer)
