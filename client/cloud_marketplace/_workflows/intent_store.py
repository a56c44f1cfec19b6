"""Orders written down before they are sent, so that none is ever sent twice by accident.

The store outlives the process: who is killed between sending and answer finds out afterwards what
became of the order. It holds no secret and nothing of the order but its fingerprint.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from cloud_marketplace._config.settings import USUAL

VARIABLE: Final = USUAL["intents"]
"""Environment variable with the path of the store."""

_PATIENCE: Final = 30.0
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS intents (
    scope TEXT NOT NULL,
    reference TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (scope, reference)
)
"""


class State(StrEnum):
    """How far an intent is."""

    WRITTEN = "written"
    """Nothing was sent, or what was sent was surely refused."""
    SENT = "sent"
    """It was sent, and nobody knows yet whether it arrived."""
    DONE = "done"
    """The order exists, and its id is known."""


@dataclass(frozen=True, slots=True)
class Intent:
    """An order that is to be placed once.

    Attributes:
        scope: The account it is for: base address, marketplace, user name.
        reference: The caller's own name for it, unique within the scope.
        customer_id: Customer of the order.
        po_number: PO number by which the order can be found.
        digest: Fingerprint of the order's content.
        state: How far it is.
        version: Goes up with each change.
        attempts: How many times it was sent.
        mark: What the customer's newest orders were before it was first sent; None until then.
        until: When the last sending can have no effect any more; seconds since 1970.
        order_id: The order, once it is known.
        note: What the caller wants to know again; not secret.
    """

    scope: str
    reference: str
    customer_id: str
    po_number: str
    digest: str
    state: State = State.WRITTEN
    version: int = 0
    attempts: int = 0
    mark: str | None = None
    until: float = 0.0
    order_id: str | None = None
    note: str = ""

    def moved(self, **changes: Any) -> Intent:
        """Give the intent one version on."""
        return replace(self, version=self.version + 1, **changes)


class IntentStore(Protocol):
    """Where intents are kept. Each method is done, and safe on disk, when it returns."""

    def begin(self, intent: Intent) -> Intent:
        """Write an intent down unless its reference is known; gives what is there then."""

    def read(self, scope: str, reference: str) -> Intent | None:
        """Give an intent; None if there is none."""

    def swap(self, before: Intent, after: Intent) -> bool:
        """Replace an intent unless another version is there; tells whether it was replaced."""

    def others(self, intent: Intent) -> Sequence[Intent]:
        """Give all other intents for the same customer in the same scope."""


Intents: TypeAlias = IntentStore | str | os.PathLike[str]
"""A store, or the path of an SQLite file."""


class MemoryIntents:
    """Keeps intents as long as the process lives: for tests, not for money."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Intent] = {}
        self._lock = threading.Lock()

    def begin(self, intent: Intent) -> Intent:
        """Write an intent down unless its reference is known; gives what is there then."""
        with self._lock:
            return self._known.setdefault((intent.scope, intent.reference), intent)

    def read(self, scope: str, reference: str) -> Intent | None:
        """Give an intent; None if there is none."""
        return self._known.get((scope, reference))

    def swap(self, before: Intent, after: Intent) -> bool:
        """Replace an intent unless another version is there; tells whether it was replaced."""
        key = (before.scope, before.reference)
        with self._lock:
            if self._known.get(key) != before:
                return False
            self._known[key] = after
            return True

    def others(self, intent: Intent) -> Sequence[Intent]:
        """Give all other intents for the same customer in the same scope."""
        with self._lock:
            return [each for each in self._known.values() if _is_other(each, intent)]


class SqliteIntents:
    """Keeps intents in an SQLite file, for any number of threads and processes of one machine.

    Each change is on the disk before the method returns, so that a killed process or a power cut
    loses none. The file is made when it is first needed, readable by its owner alone.

    Args:
        path: The file; it must be one that outlives a restart.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def __repr__(self) -> str:
        return f"SqliteIntents({str(self.path)!r})"

    def begin(self, intent: Intent) -> Intent:
        """Write an intent down unless its reference is known; gives what is there then."""
        with self._open() as database:
            database.execute(
                "INSERT OR IGNORE INTO intents VALUES (?, ?, ?, ?, ?)",
                (intent.scope, intent.reference, intent.customer_id, intent.version, _dump(intent)),
            )
            found = self._find(database, intent.scope, intent.reference)
        return found or intent

    def read(self, scope: str, reference: str) -> Intent | None:
        """Give an intent; None if there is none."""
        with self._open() as database:
            return self._find(database, scope, reference)

    def swap(self, before: Intent, after: Intent) -> bool:
        """Replace an intent unless another version is there; tells whether it was replaced."""
        with self._open() as database:
            done = database.execute(
                "UPDATE intents SET customer_id = ?, version = ?, data = ?"
                " WHERE scope = ? AND reference = ? AND version = ?",
                (
                    *(after.customer_id, after.version, _dump(after)),
                    *(before.scope, before.reference, before.version),
                ),
            )
            return done.rowcount == 1

    def others(self, intent: Intent) -> Sequence[Intent]:
        """Give all other intents for the same customer in the same scope."""
        with self._open() as database:
            rows = database.execute(
                "SELECT data FROM intents WHERE scope = ? AND customer_id = ?",
                (intent.scope, intent.customer_id),
            )
            found = [_load(data) for (data,) in rows]
        return [each for each in found if _is_other(each, intent)]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Give a connection within a transaction of its own; nothing is shared among threads."""
        self._make()
        with closing(sqlite3.connect(self.path, _PATIENCE, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = FULL")
            database.execute("BEGIN IMMEDIATE")
            try:
                database.execute(_TABLE)
                yield database
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("COMMIT")

    def _make(self) -> None:
        if not self.path.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))

    @staticmethod
    def _find(database: sqlite3.Connection, scope: str, reference: str) -> Intent | None:
        found = database.execute(
            "SELECT data FROM intents WHERE scope = ? AND reference = ?", (scope, reference)
        ).fetchone()
        return _load(found[0]) if found else None


def store_of(given: Intents | None, setting: Intents | None = None) -> IntentStore:
    """Give the store to use.

    Args:
        given: A store, or the path of a file.
        setting: The same, where none is given; without both it is the path in
            `MARKETPLACE_INTENTS`, or else `default_path`.
    """
    if given is None:
        given = setting
    if given is None:
        return SqliteIntents(os.environ.get(VARIABLE) or default_path())
    return SqliteIntents(given) if isinstance(given, str | os.PathLike) else given


def default_path() -> Path:
    """The file in the user's folder for state: it outlives restarts, and cleaning of caches."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local")
    elif sys.platform == "darwin":
        folder = home / "Library/Application Support"
    else:
        folder = Path(os.environ.get("XDG_STATE_HOME") or home / ".local/state")
    return folder / "cloud-marketplace" / "intents.sqlite3"


def _is_other(each: Intent, intent: Intent) -> bool:
    same = (each.scope, each.customer_id) == (intent.scope, intent.customer_id)
    return same and each.reference != intent.reference


def _dump(intent: Intent) -> str:
    return json.dumps(asdict(intent))


def _load(data: str) -> Intent:
    known = json.loads(data)
    return Intent(**{**known, "state": State(known["state"])})


__all__ = [
    "Intent",
    "IntentStore",
    "Intents",
    "MemoryIntents",
    "SqliteIntents",
    "State",
    "default_path",
    "store_of",
]
