"""Where intents are kept, and what a fault of the store means for the order."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cloud_marketplace import Marketplace, errors
from cloud_marketplace._workflows.intent_store import (
    MemoryIntents,
    SqliteIntents,
    default_path,
    store_of,
)
from marketplace_contracts.simulator import Simulator
from support.orders.one_order import lost, on_order
from support.working_clients import a_sale


def path_of(given: Any = None, setting: Any = None) -> Path:
    """The file that is used."""
    store = store_of(given, setting)
    assert isinstance(store, SqliteIntents)
    return store.path


def test_the_home_folder_is_filled_in(monkeypatch: Any, tmp_path: Path) -> None:
    """`~` is the home folder, wherever a path is given."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert path_of("~/i.sqlite3") == tmp_path / "i.sqlite3"
    assert path_of(None, Path("~/i.sqlite3")) == tmp_path / "i.sqlite3"
    monkeypatch.setenv("MARKETPLACE_INTENTS", "~/j.sqlite3")
    assert path_of() == tmp_path / "j.sqlite3"


@pytest.mark.skipif(os.name != "posix", reason="other systems have other folders")
def test_a_relative_state_folder_is_ignored(monkeypatch: Any, tmp_path: Path) -> None:
    """A relative XDG_STATE_HOME would be another folder in each working directory."""
    monkeypatch.delenv("MARKETPLACE_INTENTS", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for given in ("state", "./state", ""):
        monkeypatch.setenv("XDG_STATE_HOME", given)
        assert default_path().is_relative_to(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert path_of() == tmp_path / "state/cloud-marketplace/intents.sqlite3"


def test_a_path_does_not_change_with_the_working_directory(
    monkeypatch: Any, tmp_path: Path
) -> None:
    """A relative path is that of the moment when it is given; in a variable it is refused."""
    monkeypatch.chdir(tmp_path)
    store = store_of("i.sqlite3")
    monkeypatch.chdir("/")
    assert isinstance(store, SqliteIntents)
    assert store.path == tmp_path / "i.sqlite3"
    monkeypatch.setenv("MARKETPLACE_INTENTS", "i.sqlite3")
    with pytest.raises(errors.ConfigurationError, match="working directory"):
        store_of(None)


@pytest.mark.parametrize(
    "path", [":memory:", "file:i.sqlite3?mode=memory", "FILE::memory:", "~nobody-here/i", "a\0b"]
)
def test_what_does_not_outlive_the_process_is_refused(mp: Marketplace, path: str) -> None:
    """A path that is not a lasting file is refused before anything is sent, without hanging."""
    with pytest.raises(errors.ConfigurationError, match="nothing was sent"):
        mp.orders.place({"type": "sales", "customerId": "1"}, reference="T-1", intents=path)


def a_folder(path: Path) -> None:
    """Put a folder where the file should be."""
    path.mkdir()


def garbage(path: Path) -> None:
    """Put another file there."""
    path.write_bytes(b"no database at all " * 100)


def another_table(path: Path) -> None:
    """Put a database there that has other columns."""
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE intents (a TEXT, b TEXT)")
    database.close()


def locked(path: Path) -> Any:
    """Let another process write to it."""
    SqliteIntents(path).read("s", "T-1")
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    return database


def below_a_file(path: Path) -> None:
    """Let its folder be a file."""
    path.parent.rmdir()
    path.parent.write_text("")


FAULTS: list[Callable[[Path], Any]] = [a_folder, garbage, another_table, locked, below_a_file]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("way", ["place", "change_seats"])
def test_a_store_that_fails_before_the_order_is_sent(
    mp: Marketplace, simulator: Simulator, tmp_path: Path, fault: Callable[[Path], Any], way: str
) -> None:
    """With any fault of the store, the error says that nothing was sent, and nothing was."""
    folder = tmp_path / "folder"
    folder.mkdir()
    path, sale = folder / "i.sqlite3", a_sale(mp)
    before = set(simulator.world.orders)
    kept = fault(path)
    store = SqliteIntents(path, busy_timeout=0.01)
    calls = {
        "place": lambda: mp.orders.place(sale, reference="T-1", intents=store),
        "change_seats": lambda: mp.subscriptions.change_seats(
            "1", to=7, reference="T-1", intents=store
        ),
    }
    with pytest.raises(errors.NotSent, match="nothing was sent"):
        calls[way]()
    assert set(simulator.world.orders) == before
    if kept:
        kept.close()


class Failing(MemoryIntents):
    """A store that fails with anything at its n-th use."""

    def __init__(self, number: int, error: Exception) -> None:
        super().__init__()
        self.left = number
        self.error = error

    def swap(self, before: Any, after: Any, unless: Any = None) -> Any:
        """Fail when it is time."""
        self.left -= 1
        if self.left == 0:
            raise self.error
        return super().swap(before, after, unless)


ERRORS = [KeyError("state"), OSError(28, "No space left"), sqlite3.OperationalError("disk I/O")]


@pytest.mark.parametrize("error", ERRORS)
def test_a_store_that_fails_after_the_order_was_sent(
    mp: Marketplace, simulator: Simulator, error: Exception
) -> None:
    """When the order is known to exist, the error names it; the next call returns it."""
    sale, store = a_sale(mp), Failing(3, error)
    with pytest.raises(errors.OutcomeUnknown, match="the order exists, id ") as caught:
        mp.orders.place(sale, reference="T-1", intents=store)
    (order,) = [each for each in simulator.world.orders.values() if each.po_number == "T-1"]
    assert caught.value.candidates == (order.id,)
    assert order.id in caught.value.message
    assert mp.orders.place(sale, reference="T-1", intents=store).id == order.id


@pytest.mark.parametrize("number", [1, 2])
def test_a_store_that_fails_when_the_order_is_about_to_leave(
    mp: Marketplace, simulator: Simulator, number: int
) -> None:
    """If the intent can't be marked as sent, the order is not sent."""
    sale, store = a_sale(mp), Failing(number, OSError(28, "No space left"))
    with pytest.raises(errors.NotSent, match="nothing was sent"):
        mp.orders.place(sale, reference="T-1", intents=store)
    assert [each for each in simulator.world.orders.values() if each.po_number == "T-1"] == []


def test_a_damaged_record_sends_nothing(
    mp: Marketplace, simulator: Simulator, tmp_path: Path
) -> None:
    """A record that can't be read stops its own reference; another one is placed."""
    path, sale = tmp_path / "i.sqlite3", a_sale(mp)
    simulator.inject(on_order(lost))
    mp.orders.place(sale, reference="T-1", intents=path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE intents SET data = '{'")
    database.close()
    with pytest.raises(errors.NotSent, match=r"'T-1' is damaged.*nothing was sent"):
        mp.orders.place(sale, reference="T-1", intents=path)
    assert mp.orders.place(sale, reference="T-2", intents=path).po_number == "T-2"


def test_a_timeout_limits_waiting_for_the_store(mp: Marketplace) -> None:
    """The store is limited to the time that a call has left."""
    reported: list[float] = []

    class Watching(MemoryIntents):
        def within(self, seconds: float) -> MemoryIntents:
            reported.append(seconds)
            return super().within(seconds)

    mp.orders.place(a_sale(mp), reference="T-1", intents=Watching(), timeout=20)
    assert reported
    assert max(reported) <= 20


def test_the_file_is_waited_for_as_long_as_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store within some seconds waits so long for another process, and no longer."""
    connect, waits = sqlite3.connect, []

    def noting(path: Path, timeout: float, **keywords: Any) -> sqlite3.Connection:
        waits.append(timeout)
        return connect(path, timeout=timeout, **keywords)

    monkeypatch.setattr("sqlite3.connect", noting)
    SqliteIntents(tmp_path / "intents.sqlite3").within(3).read("service", "T-1")
    SqliteIntents(tmp_path / "intents.sqlite3", busy_timeout=2).within(3).read("service", "T-1")
    assert waits == [3, 2]
