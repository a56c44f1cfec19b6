"""Intents in SQLite: one implementation for files and, in tests, for memory."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from cloud_marketplace._workflows.intents.intent import Intent, State, dump, load, scope_of

_BUSY_TIMEOUT: Final = 30.0
_FORMAT: Final = 2
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS intents (
    scope TEXT NOT NULL,
    reference TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    data TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT '',
    order_id TEXT,
    PRIMARY KEY (scope, reference)
)
"""
_ORDERS: Final = """
CREATE UNIQUE INDEX IF NOT EXISTS intents_of_orders ON intents (scope, order_id)
WHERE order_id IS NOT NULL
"""
_UNDER_WAY: Final = """
CREATE INDEX IF NOT EXISTS intents_under_way ON intents (scope, customer_id)
WHERE state = 'sent'
"""
_MOST_VARIABLES: Final = 500
_ROW: Final = "SELECT data FROM intents WHERE scope = ? AND reference = ?"


class SqliteIntents:
    """Records intents in an SQLite file, for any number of threads and processes of one machine.

    Each change is on the disk before the method returns, so a killed process or a power cut loses
    none. The file is created when it is first needed, readable by its owner alone. A connection
    lives for one transaction, so nothing is shared between threads or inherited by `fork`.

    Args:
        path: The file; it must outlive a restart.
        patience: Seconds to wait while another process writes.
    """

    def __init__(self, path: str | os.PathLike[str], busy_timeout: float = _BUSY_TIMEOUT) -> None:
        self.path = Path(path)
        self._busy_timeout = busy_timeout

    def __repr__(self) -> str:
        return f"SqliteIntents({str(self.path)!r})"

    def within(self, seconds: float) -> SqliteIntents:
        """Return the same store, which waits at most so long while somebody else writes."""
        return SqliteIntents(self.path, min(self._busy_timeout, max(0.0, seconds)))

    def begin(self, intent: Intent) -> Intent:
        """Record an intent unless its reference is known; return what is recorded then."""
        with self._transaction() as database:
            found = _find(database, intent.scope, intent.reference)
            if found is None:
                _write(database, intent)
        return found or intent

    def read(self, scope: str, reference: str) -> Intent | None:
        """Return an intent; None if there is none."""
        with self._transaction() as database:
            return _find(database, scope, reference)

    def swap(
        self, before: Intent, after: Intent, unless: Callable[[Intent], bool] | None = None
    ) -> Intent | None:
        """Replace an intent, see `IntentStore.swap`."""
        with self._transaction() as database:
            present = _find(database, before.scope, before.reference)
            if present is not None and present.version != before.version:
                return present
            obstacle = _holder(database, after)
            for other in _under_way(database, after) if unless else ():
                if obstacle is None and unless and other.is_like(after) and unless(other):
                    obstacle = other
            if obstacle is None:
                _write(database, after)
            return obstacle

    def taken(self, intent: Intent, orders: Collection[str]) -> set[str]:
        """Return those of these orders that belong to other intents."""
        found: set[str] = set()
        wanted = list(orders)
        with self._transaction() as database:
            for first in range(0, len(wanted), _MOST_VARIABLES):
                part = wanted[first : first + _MOST_VARIABLES]
                marks = ", ".join("?" * len(part))
                others = "SELECT order_id FROM intents WHERE scope = ? AND reference <> ?"
                rows = database.execute(
                    f"{others} AND order_id IN ({marks})", (intent.scope, intent.reference, *part)
                )
                found.update(order_id for (order_id,) in rows)
        return found

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction.

        Raises:
            OSError: If the file was deleted meanwhile, so that what was written is lost.
        """
        self._create()
        with closing(
            sqlite3.connect(self.path, timeout=self._busy_timeout, isolation_level=None)
        ) as database:
            with _commit(database):
                yield database
            if not self.path.exists():
                raise FileNotFoundError(f"{self.path} was deleted meanwhile")

    def _create(self) -> None:
        if not self.path.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))


class MemoryIntents(SqliteIntents):
    """Records intents as long as the process lives: for tests, not for money."""

    def __init__(self) -> None:
        super().__init__("memory")
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)

    def __repr__(self) -> str:
        return "MemoryIntents()"

    def within(self, seconds: float) -> MemoryIntents:  # noqa: ARG002 - nobody else can write
        """Return this store."""
        return self

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _commit(self._database):
            yield self._database


@contextmanager
def _commit(database: sqlite3.Connection) -> Iterator[None]:
    """Run a transaction; bring the tables to the present format first."""
    database.execute("PRAGMA synchronous = FULL")
    database.execute("BEGIN IMMEDIATE")
    try:
        _prepare(database)
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _prepare(database: sqlite3.Connection) -> None:
    """Create the tables, or take over those of the first version."""
    (found,) = database.execute("PRAGMA user_version").fetchone()
    if found == _FORMAT:
        return
    if found > _FORMAT:
        raise sqlite3.DatabaseError("it was written by a newer version of this library")
    database.execute(_TABLE)
    columns = [row[1] for row in database.execute("PRAGMA table_info(intents)")]
    old = "state" not in columns
    if old:
        database.execute("ALTER TABLE intents ADD COLUMN state TEXT NOT NULL DEFAULT ''")
        database.execute("ALTER TABLE intents ADD COLUMN order_id TEXT")
    database.execute(_ORDERS)
    database.execute(_UNDER_WAY)
    if old:
        _take_over(database)
    database.execute(f"PRAGMA user_version = {_FORMAT}")


def _take_over(database: sqlite3.Connection) -> None:
    """Bring records of the first version to the scopes and columns of this one.

    A record stays as it is if it is damaged, or if another one has its place: of two API users with
    the same reference the order that is placed counts.
    """
    rows = database.execute("SELECT scope, reference, data FROM intents").fetchall()
    intents = []
    for scope, reference, data in rows:
        try:
            intents.append((scope, load(data, reference)))
        except ValueError:
            continue
    for scope, intent in sorted(intents, key=lambda each: _PROGRESS[each[1].state]):
        url, _, rest = scope.partition(" ")
        target = scope_of(url, rest.partition(" ")[0])
        moved = intent.moved(scope=target)
        if not database.execute(_ROW, (target, intent.reference)).fetchone():
            database.execute(
                "DELETE FROM intents WHERE scope = ? AND reference = ?", (scope, intent.reference)
            )
            _write(database, moved, claimed=_holder(database, moved) is not None)


_PROGRESS: Final = {State.DONE: 0, State.SENT: 1, State.WRITTEN: 2}


def _find(database: sqlite3.Connection, scope: str, reference: str) -> Intent | None:
    found = database.execute(_ROW, (scope, reference)).fetchone()
    return load(found[0], reference) if found else None


def _holder(database: sqlite3.Connection, intent: Intent) -> Intent | None:
    """Return another intent that has the same order, even if its record is damaged."""
    if intent.order_id is None:
        return None
    found = database.execute(
        "SELECT reference, data FROM intents WHERE scope = ? AND order_id = ? AND reference <> ?",
        (intent.scope, intent.order_id, intent.reference),
    ).fetchone()
    if found is None:
        return None
    try:
        return load(found[1], found[0])
    except ValueError:
        return Intent(
            intent.scope, found[0], "", "", "", state=State.DONE, order_id=intent.order_id
        )


def _under_way(database: sqlite3.Connection, intent: Intent) -> Iterator[Intent]:
    """Return the other intents of the customer that are sent; damaged ones are left out."""
    rows = database.execute(
        "SELECT reference, data FROM intents"
        " WHERE scope = ? AND customer_id = ? AND state = 'sent' AND reference <> ?",
        (intent.scope, intent.customer_id, intent.reference),
    )
    for reference, data in rows:
        try:
            yield load(data, reference)
        except ValueError:
            continue


def _write(database: sqlite3.Connection, intent: Intent, *, claimed: bool = False) -> None:
    """Write a record, in place of the one that is there.

    Args:
        database: Where to.
        intent: The record.
        claimed: Whether another intent has its order, as files of the first version may say.
    """
    database.execute(
        "INSERT INTO intents (scope, reference, customer_id, version, data, state, order_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (scope, reference) DO UPDATE SET customer_id = excluded.customer_id,"
        " version = excluded.version, data = excluded.data, state = excluded.state,"
        " order_id = excluded.order_id",
        (
            *(intent.scope, intent.reference, intent.customer_id, intent.version),
            *(dump(intent), intent.state.value, None if claimed else intent.order_id),
        ),
    )
