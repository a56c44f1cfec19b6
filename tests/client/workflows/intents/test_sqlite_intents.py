"""The store of intents: one order for one reference, and old files keep working."""

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from cloud_marketplace._workflows.intents.intent import Intent, State, scope_of
from cloud_marketplace._workflows.intents.sqlite_intents import MemoryIntents, SqliteIntents

OLD_TABLE = """
CREATE TABLE intents (
    scope TEXT NOT NULL, reference TEXT NOT NULL, customer_id TEXT NOT NULL,
    version INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (scope, reference))
"""


def intent(reference: str, **changes: Any) -> Intent:
    """An intent for the same content as all others."""
    known: dict[str, Any] = {"scope": "s", "customer_id": "1", "po_number": reference}
    known |= {"digest": reference, "content": "c"}
    return Intent(reference=reference, **{**known, **changes})


@pytest.fixture(params=["file", "memory"])
def store(request: Any, tmp_path: Path) -> SqliteIntents:
    """A store of each kind."""
    return MemoryIntents() if request.param == "memory" else SqliteIntents(tmp_path / "i.sqlite3")


def test_databases_are_opened_without_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the name of a database is positional, since Python 3.13 warns of more."""
    connect = sqlite3.connect

    def strict(database: Any, /, **options: Any) -> Any:
        return connect(database, **options)

    monkeypatch.setattr(sqlite3, "connect", strict)
    for kept in (MemoryIntents(), SqliteIntents(tmp_path / "i.sqlite3")):
        kept.begin(intent("T-1"))


def test_what_is_recorded_first_stays(store: SqliteIntents) -> None:
    """The second to begin a reference gets the intent of the first."""
    first = store.begin(intent("T-1"))
    assert store.begin(intent("T-1", digest="other")) == first
    assert store.read("s", "T-1") == first
    assert store.read("s", "T-2") is None


def test_only_the_present_version_is_replaced(store: SqliteIntents) -> None:
    """An intent that has changed since it was read is in the way, and stays."""
    first = store.begin(intent("T-1"))
    second = first.moved(note="second")
    assert store.swap(first, second) is None
    assert store.swap(first, first.moved(note="late")) == second
    assert store.read("s", "T-1") == second


def test_a_lost_record_is_written_anew(store: SqliteIntents) -> None:
    """An intent whose record is gone is recorded in its new state."""
    known = intent("T-1", version=4)
    assert store.swap(known, known.moved(state=State.SENT)) is None
    found = store.read("s", "T-1")
    assert found is not None
    assert (found.version, found.state) == (5, State.SENT)


def test_an_order_belongs_to_one_reference(store: SqliteIntents) -> None:
    """A second reference can't have the same order; in another scope it is another order."""
    first, second = store.begin(intent("T-1")), store.begin(intent("T-2"))
    done = first.moved(state=State.DONE, order_id="7")
    assert store.swap(first, done) is None
    assert store.swap(second, second.moved(state=State.DONE, order_id="7")) == done
    assert store.taken(second, ["6", "7"]) == {"7"}
    assert store.taken(first, ["6", "7"]) == set()
    elsewhere = intent("T-2", scope="other")
    assert store.swap(elsewhere, elsewhere.moved(state=State.DONE, order_id="7")) is None


@pytest.mark.parametrize(
    ("changes", "in_the_way"),
    [
        ({}, True),
        ({"state": State.DONE, "order_id": "7"}, False),
        ({"state": State.WRITTEN}, False),
        ({"customer_id": "2"}, False),
        ({"content": "other"}, False),
    ],
)
def test_an_intent_like_it_that_is_sent_can_be_in_the_way(
    store: SqliteIntents, changes: Any, in_the_way: bool
) -> None:
    """Sent intents of the same content are passed to the caller, who decides."""
    other = intent("T-2", **{"state": State.SENT, **changes})
    store.begin(other)
    first = store.begin(intent("T-1"))
    after = first.moved(state=State.SENT)
    assert store.swap(first, after, lambda _: False) is None
    expected = other if in_the_way else None
    assert store.swap(after, after.moved(), lambda each: each.reference == "T-2") == expected


def test_threads_claim_an_order_once(tmp_path: Path) -> None:
    """Of many threads that claim the same order for other references one succeeds."""
    store, won = SqliteIntents(tmp_path / "i.sqlite3"), list[str]()

    def claim(name: str) -> None:
        known = store.begin(intent(name))
        if store.swap(known, known.moved(state=State.DONE, order_id="7")) is None:
            won.append(name)

    threads = [threading.Thread(target=claim, args=(f"T-{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_a_damaged_record_blocks_its_own_reference_alone(tmp_path: Path) -> None:
    """A record that can't be read is an error for its reference, and no obstacle for others."""
    store = SqliteIntents(tmp_path / "i.sqlite3")
    for name, data in (("T-1", "{"), ("T-2", "[]"), ("T-3", '{"state": "sent"}'), ("T-4", "null")):
        store.begin(intent(name, state=State.SENT))
        with sqlite3.connect(store.path) as database:
            database.execute("UPDATE intents SET data = ? WHERE reference = ?", (data, name))
        database.close()
        with pytest.raises(ValueError, match=f"{name}' is damaged"):
            store.read("s", name)
    fine = store.begin(intent("T-9"))
    assert store.swap(fine, fine.moved(state=State.SENT), lambda _: True) is None
    assert store.taken(fine, ["7"]) == set()


def test_what_a_later_version_adds_is_ignored(tmp_path: Path) -> None:
    """A record with unknown properties is still read."""
    store = SqliteIntents(tmp_path / "i.sqlite3")
    known = store.begin(intent("T-1"))
    with sqlite3.connect(store.path) as database:
        (data,) = database.execute("SELECT data FROM intents").fetchone()
        more = json.dumps(json.loads(data) | {"invented": 1})
        database.execute("UPDATE intents SET data = ?", (more,))
    database.close()
    assert store.read("s", "T-1") == known


def test_a_file_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    """A file that a later version wrote is not touched."""
    store = SqliteIntents(tmp_path / "i.sqlite3")
    store.begin(intent("T-1"))
    with sqlite3.connect(store.path) as database:
        database.execute("PRAGMA user_version = 9")
    database.close()
    with pytest.raises(sqlite3.DatabaseError, match="newer version"):
        store.read("s", "T-1")


def old_file(path: Path, *rows: dict[str, Any]) -> SqliteIntents:
    """A file as the first version of the library wrote it."""
    with sqlite3.connect(path) as database:
        database.execute(OLD_TABLE)
        for row in rows:
            data = {
                "po_number": row["reference"], "digest": "d", "state": "written", "version": 3,
                "attempts": 1, "mark": None, "until": 0.0, "order_id": None, "note": "", **row,
            }  # fmt: skip
            database.execute(
                "INSERT INTO intents VALUES (?, ?, ?, ?, ?)",
                (row["scope"], row["reference"], row["customer_id"], 3, json.dumps(data)),
            )
        database.execute(
            "INSERT INTO intents VALUES ('http://x us user', 'broken', '1', 1, 'no JSON')"
        )
    database.close()
    return SqliteIntents(path)


def test_records_of_the_first_version_are_taken_over(tmp_path: Path) -> None:
    """Old files keep working: their scopes lose the user name, and damaged records are kept."""
    url = "http://127.0.0.1:8080/marketplace/na"
    store = old_file(
        tmp_path / "i.sqlite3",
        {"scope": f"{url} us user A", "reference": "T-1", "customer_id": "1", "state": "sent"},
        {"scope": f"{url} us B", "reference": "T-1", "customer_id": "1", "state": "done",
         "order_id": "7"},
        {"scope": f"{url} us B", "reference": "T-2", "customer_id": "1", "state": "done",
         "order_id": "7"},
        {"scope": f"{url} us B", "reference": "T-3", "customer_id": "1", "state": "sent"},
    )  # fmt: skip
    scope = scope_of("http://localhost:8080/marketplace/na/", "us")
    found = {name: store.read(scope, name) for name in ("T-1", "T-2", "T-3")}
    assert [(each.state, each.order_id) for each in found.values() if each] == [
        (State.DONE, "7"),
        (State.DONE, "7"),
        (State.SENT, None),
    ]
    with sqlite3.connect(store.path) as database:
        (count,) = database.execute("SELECT count(*) FROM intents").fetchone()
        with pytest.raises(sqlite3.OperationalError):  # an old process fails before it sends
            database.execute("INSERT OR IGNORE INTO intents VALUES ('s', 'T-9', '1', 0, '{}')")
    database.close()
    assert count == 5


def test_many_references_cost_no_time(tmp_path: Path) -> None:
    """Queries about other intents use an index, however many there are."""
    store = SqliteIntents(tmp_path / "i.sqlite3")
    store.begin(intent("T-1"))
    query = "SELECT data FROM intents"
    with sqlite3.connect(store.path) as database:
        plans = [
            database.execute(f"EXPLAIN QUERY PLAN {query} WHERE {where}").fetchone()
            for where in (
                "scope = 's' AND customer_id = '1' AND state = 'sent' AND reference <> 'T-1'",
                "scope = 's' AND reference <> 'T-1' AND order_id IN ('1', '2')",
            )
        ]
    database.close()
    assert "intents_under_way" in plans[0][3]
    assert "intents_of_orders" in plans[1][3]


@pytest.mark.parametrize(
    "other",
    [
        "http://localhost:8080/x",
        "http://127.0.0.1:8080/x/",
        "http://[::1]:8080/x",
        "http://LOCALHOST.:8080//x",
        "http://127.9.9.9:8080/x",
    ],
)
def test_a_service_has_one_name(other: str) -> None:
    """The same service is the same scope, however its address is written."""
    assert scope_of(other, "us") == scope_of("http://localhost:8080/x", "us")
    assert scope_of(other, "us") != scope_of("http://localhost:8081/x", "us")
    assert scope_of("https://api.cloud.im:443/y", "us") == scope_of(
        "https://API.cloud.im./y/", "us"
    )
