"""A dlt source: the Marketplace as tables in DuckDB, a warehouse or a lake.

Needs the extra `dlt`: `pip install '.[dlt]'` in the clone. For example::

    import dlt
    from cloud_marketplace import Marketplace
    from cloud_marketplace.dlt import marketplace

    pipeline = dlt.pipeline("marketplace", destination="duckdb", dataset_name="raw")
    with Marketplace.from_env(rate="60/min") as mp:
        pipeline.run(marketplace(mp, start=datetime(2026, 1, 1, tzinfo=UTC)))

dlt loads each table in one package, and keeps the state of the incremental tables with it: a run
that is interrupted leaves the destination as it was, and the next run reads what is missing. All
tables are read through one client, and so at one rate. Amounts become exact decimals. Signed
addresses of report files are left out, since they are secrets.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import dlt

from cloud_marketplace import models
from cloud_marketplace._workflows.orders_checkpoint import OrdersCheckpoint, check_moment

if TYPE_CHECKING:
    from cloud_marketplace_api.model import Model
    from dlt.extract import DltResource

    from cloud_marketplace.client import Marketplace

__all__ = ["marketplace"]

_AMOUNT: Final = re.compile(r"[+-]?\d{1,28}(\.\d{1,9})?")
"""What a decimal of a warehouse holds exactly; dlt keeps other text in a column of its own."""
_PAGE: Final = 500
_COLUMN_TYPES: Final = {"date": "date", "datetime": "timestamp"}
_ADDRESS: Final = "downloadUrl"
_CHECKPOINT: Final = "checkpoint"

Row = dict[str, Any]


@dlt.source(name="marketplace", max_table_nesting=2)
def marketplace(
    mp: Marketplace,
    *,
    start: datetime = datetime(2000, 1, 1, tzinfo=UTC),
    details: bool = True,
    cache: str | os.PathLike[str] | None = None,
) -> Iterable[DltResource]:
    """Return the tables `customers`, `products`, `subscriptions`, `orders` and `reports`.

    - `customers`, `subscriptions`, `reports`: all rows in each run, merged by `id`.
    - `products`: replaced in each run, so that retired products vanish. An MPN is not unique.
    - `orders`: what is new since the last run, and all orders that were still open then; merged by
      `id`.

    Args:
        mp: The client to read with.
        start: The first run reads the orders created since this moment, with its offset.
        details: Whether subscriptions are read in full, with seats and prices: a call for each.
        cache: File that remembers the subscriptions that were read, so that an interrupted run
            continues where it stopped. It holds customer data; None reads them all again.

    Raises:
        MarketplaceError: During the run, if the service can't be read.
        ValueError: If the moment has no offset.
    """
    check_moment(start)

    def subscriptions() -> Iterator[Row]:
        rows = mp.subscriptions.list(limit=_PAGE)
        yield from _rows(_in_full(mp, rows, cache) if details else rows)

    def orders() -> Iterator[Row]:
        state = dlt.current.resource_state()
        kept = state.get(_CHECKPOINT)
        checkpoint = OrdersCheckpoint.from_dict(kept) if kept else OrdersCheckpoint(start)
        yield from _rows(mp.orders.since(checkpoint))
        state[_CHECKPOINT] = checkpoint.to_dict()

    return (
        _table(lambda: _rows(mp.customers.list(limit=_PAGE)), "customers", models.CustomerSummary),
        _table(lambda: _rows(mp.products.list(limit=_PAGE)), "products", models.Product, key=None),
        _table(subscriptions, "subscriptions", models.Subscription),
        _table(orders, "orders", models.Order),
        _table(lambda: _reports(mp), "reports", models.ReportSummary, key="key"),
    )


def _table(
    rows: Callable[[], Iterator[Row]], name: str, model: type[Model], *, key: str | None = "id"
) -> DltResource:
    """Return the table of a model: merged by a key, or replaced if it has none."""
    columns: Any = {
        field: {"data_type": _COLUMN_TYPES[kind]}
        for field, kind in model.TEXT_FIELDS.items()
        if kind in _COLUMN_TYPES
    }
    if hasattr(model, "attributes"):
        # Free names: as JSON, since dlt would make a column of each.
        columns["attributes"] = {"data_type": "json"}
    how: Any = {"primary_key": key, "write_disposition": "merge" if key else "replace"}
    resource: DltResource = dlt.resource(rows, name=name, columns=columns, **how)
    return resource


def _in_full(mp: Marketplace, rows: Iterable[Any], cache: Any) -> Iterator[Any]:
    """Read subscriptions in full, some hundreds at a time, so that few are in memory."""
    remaining = iter(rows)
    while chunk := list(islice(remaining, _PAGE)):
        yield from mp.subscriptions.with_details(chunk, cache=cache)


def _reports(mp: Marketplace) -> Iterator[Row]:
    """Give each report a key: some rows have no id."""
    for row in _rows(mp.reports.list()):
        yield {"key": row.get("id") or f"{row.get('name')} {row.get('creationDate')}", **row}


def _rows(models: Iterable[Any]) -> Iterator[Row]:
    """Return models as JSON objects with exact amounts and without secrets."""
    for model in models:
        row = _exact(model.to_dict())
        row.pop(_ADDRESS, None)
        yield row


def _exact(value: Any) -> Any:
    """Return a JSON value in which the amounts of money are decimals."""
    if isinstance(value, list):
        return [_exact(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {name: _exact(each) for name, each in value.items()}
    if isinstance(text := found.get("amount"), str) and _AMOUNT.fullmatch(text):
        found["amount"] = Decimal(text)
    return found
