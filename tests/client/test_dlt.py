"""The Marketplace as tables: each run adds what is new, and no row is loaded twice."""

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from cloud_marketplace import Marketplace
from marketplace_contracts.simulator import Fault, Request, Response, Simulator
from support.working_clients import a_sale, client_of

dlt = pytest.importorskip("dlt")

from cloud_marketplace.dlt import marketplace  # noqa: E402 - needs the extra
from dlt.pipeline.exceptions import PipelineStepFailed  # noqa: E402 - needs the extra

TABLES = ["customers", "orders", "products", "reports", "subscriptions"]


@pytest.fixture(autouse=True)
def _without_telemetry(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let dlt make no calls of its own, and read no settings of this machine."""
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / "dlt"))
    monkeypatch.setenv("DLT_PROJECT_DIR", str(tmp_path))


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """Serve a world."""
    with Simulator(seed=4) as running:
        yield running


def pipeline_in(folder: Path) -> Any:
    """Return a pipeline into DuckDB that keeps its state in a folder."""
    destination = dlt.destinations.duckdb(str(folder / "tables.duckdb"))
    return dlt.pipeline(
        "tables", pipelines_dir=str(folder), destination=destination, dataset_name="marketplace"
    )


def load(folder: Path, mp: Marketplace, **how: Any) -> dict[str, int]:
    """Load into the folder's database; return the rows that were loaded, by table."""
    pipeline = pipeline_in(folder)
    pipeline.run(marketplace(mp, **how))
    return dict(pipeline.last_trace.last_normalize_info.row_counts)


def query(folder: Path, sql: str) -> list[Any]:
    """Return the rows of a query."""
    with pipeline_in(folder).sql_client() as client:
        return list(client.execute_sql(sql) or [])


def counts(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the number of rows, and of different keys, of each table."""
    keys = {name: "key" if name == "reports" else "id" for name in TABLES}
    return {
        name: query(folder, f"SELECT count(*), count(DISTINCT {key}) FROM {name}")[0]  # noqa: S608 - names of ours
        for name, key in keys.items()
    }


def tables(folder: Path) -> set[str]:
    """Return the names of the tables in the folder's database."""
    return {name for (name,) in query(folder, "SELECT table_name FROM duckdb_tables()")}


def refuse_after(calls: int) -> Fault:
    """Let the first details of subscriptions pass, and refuse a single one after them."""
    count = itertools.count()

    def refuse(request: Request, response: Response) -> Response:
        hit = request.operation == "subscriptions.get" and next(count) == calls
        return Response(400, {"status": 400, "message": "refused once"}) if hit else response

    return Fault("refused-once", "one detail is refused", after=refuse)


def test_a_second_run_is_incremental_and_doubles_nothing(
    simulator: Simulator, tmp_path: Path
) -> None:
    """The second run reads the orders that are new or were open; every key stays unique."""
    with client_of(simulator) as mp:
        start = simulator.clock.now() - timedelta(days=40)
        first = load(tmp_path, mp, start=start)
        before = counts(tmp_path)
        placed = mp.orders.place(a_sale(mp), reference="SECOND-RUN")
        simulator.clock.advance(120)
        second = load(tmp_path, mp, start=start)
    after = counts(tmp_path)
    assert second["orders"] < first["orders"]
    assert after["orders"] == (before["orders"][0] + 1,) * 2
    assert all(rows == keys > 0 for rows, keys in after.values())
    status = query(tmp_path, "SELECT id, status FROM orders ORDER BY creation_date")
    assert status[-1] == (placed.id, "completed")


def test_an_interrupted_run_changes_nothing_and_is_resumed(
    simulator: Simulator, tmp_path: Path
) -> None:
    """After an error in the middle, the next run loads all; the cache spares what was read."""
    cache = tmp_path / "details.cache"
    with client_of(simulator) as mp:
        start = simulator.clock.now() - timedelta(days=40)
        expected = len(list(mp.orders.since(start)))
        simulator.inject(refuse_after(60))
        with pytest.raises(PipelineStepFailed):
            load(tmp_path, mp, start=start, cache=cache)
        assert "orders" not in tables(tmp_path)
        calls: list[str] = []
        resumed = mp.with_options(hooks=[lambda attempt: calls.append(attempt.operation)])
        loaded = load(tmp_path, resumed, start=start, cache=cache)
    assert loaded["orders"] == expected
    assert calls.count("subscriptions.get") <= loaded["subscriptions"] - 50
    assert all(rows == keys > 0 for rows, keys in counts(tmp_path).values())


def test_amounts_are_exact_and_dates_are_dates(simulator: Simulator, tmp_path: Path) -> None:
    """Amounts are decimals with all their digits; days and moments have their types."""
    with client_of(simulator) as mp:
        load(tmp_path, mp, start=simulator.clock.now())
        detail = mp.subscriptions.get("1300501")
    sql = "SELECT total_price__amount, renewal_date FROM subscriptions WHERE id = '1300501'"
    ((price, day),) = query(tmp_path, sql)
    assert detail.total_price
    assert price == Decimal(str(detail.total_price.amount))
    assert day == detail.renewal_date
    ((moment,),) = query(tmp_path, "SELECT max(creation_date) FROM reports")
    assert moment.tzinfo is not None


def test_seats_are_in_a_table_of_their_own(simulator: Simulator, tmp_path: Path) -> None:
    """The seats of each subscription can be joined to it."""
    with client_of(simulator) as mp:
        load(tmp_path, mp, start=simulator.clock.now())
    sql = """SELECT p.quantity FROM subscriptions s
             JOIN subscriptions__products p ON p._dlt_parent_id = s._dlt_id
             WHERE s.id = '1300501'"""
    assert query(tmp_path, sql) == [(18,)]


def test_signed_addresses_stay_out(simulator: Simulator, tmp_path: Path) -> None:
    """No address of a report file reaches a table, a package or the pipeline's own files."""
    with client_of(simulator) as mp:
        load(tmp_path, mp, start=simulator.clock.now())
        addresses = [row.download_url for row in mp.reports.list() if row.download_url]
    assert addresses
    signatures = [httpx.URL(str(address)).params["sig"].encode() for address in addresses]
    for file in tmp_path.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert b"download_url" not in content
        assert not [each for each in signatures if each in content]


def test_free_names_make_no_columns(simulator: Simulator, tmp_path: Path) -> None:
    """Attributes of subscriptions, whose names are free, are one column of JSON."""
    with client_of(simulator) as mp:
        load(tmp_path, mp, start=simulator.clock.now())
    sql = """SELECT column_name FROM information_schema.columns
             WHERE table_name = 'subscriptions' AND column_name LIKE 'attributes%'"""
    assert {name for (name,) in query(tmp_path, sql)} == {"attributes"}


def test_details_can_be_left_out(simulator: Simulator, tmp_path: Path) -> None:
    """Without details no subscription costs a call of its own."""
    calls: list[str] = []
    with client_of(simulator, hooks=[lambda attempt: calls.append(attempt.operation)]) as mp:
        load(tmp_path, mp, start=simulator.clock.now(), details=False)
    assert "subscriptions.list" in calls
    assert "subscriptions.get" not in calls


def test_a_start_without_an_offset_is_refused(simulator: Simulator) -> None:
    """A start without an offset is refused before anything is read."""
    with client_of(simulator) as mp, pytest.raises(ValueError, match="offset"):
        marketplace(mp, start=datetime(2026, 11, 2))
