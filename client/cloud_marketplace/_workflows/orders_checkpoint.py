"""Where the next run continues to read orders."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

DISORDER: Final = timedelta(minutes=5)
"""How far rows that are newest first may be out of order."""


@dataclass(slots=True)
class OrdersCheckpoint:
    """Remembers between two runs which orders were read, and which were still open.

    A moment alone is not enough: orders of the same second can appear after a run, rows can be
    slightly out of order, and an order that was read as `processing` changes later.

        checkpoint = OrdersCheckpoint.load("orders.json", start=datetime(2026, 11, 1, tzinfo=UTC))
        for order in mp.orders.since(checkpoint):
            ...  # store it; an order that was open before is returned again
        checkpoint.save("orders.json")

    It moves on only when all rows were read, so saving it after an interrupted run skips nothing.

    Attributes:
        moment: Creation date of the newest order that was read.
        recent: Ids of the orders of the five minutes before it, which need not be read again.
        open: Ids of the orders that were not in a final state.
    """

    moment: datetime
    recent: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        check_moment(self.moment)

    @classmethod
    def load(cls, path: str | os.PathLike[str], *, start: datetime) -> Self:
        """Read a checkpoint from a file; without the file, begin at a moment.

        Args:
            path: The file that `save` wrote.
            start: Where the first run begins, with its offset from UTC.

        Raises:
            ValueError: If the file is not a checkpoint.
        """
        try:
            text = Path(path).read_bytes()
        except FileNotFoundError:
            return cls(start)
        try:
            return cls.from_dict(json.loads(text))
        except (ValueError, RecursionError):
            message = f"{os.fspath(path)} is not a checkpoint of orders; delete it to start anew"
            raise ValueError(message) from None

    @classmethod
    def from_dict(cls, state: Mapping[str, Any]) -> Self:
        """Return the checkpoint that `to_dict` gave.

        Raises:
            ValueError: If it is not such a mapping.
        """
        try:
            moment = datetime.fromisoformat(state["moment"])
            recent, still_open = (_ids(state[name]) for name in ("recent", "open"))
        except (KeyError, TypeError) as problem:
            raise ValueError("expected the keys moment, recent and open") from problem
        return cls(moment, recent, still_open)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values, for a store of your own."""
        return {
            "moment": self.moment.astimezone(UTC).isoformat(),
            "recent": sorted(self.recent),
            "open": sorted(self.open),
        }

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file at once, or not at all.

        Raises:
            OSError: If the file can't be written; the former one is still there.
        """
        target = Path(path)
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with draft.open("w", encoding="utf-8") as file:
                json.dump(self.to_dict(), file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)


def check_moment(moment: object) -> datetime:
    """Return a moment that has an offset.

    Raises:
        TypeError: If it is not a datetime.
        ValueError: If it has no offset.
    """
    if not isinstance(moment, datetime):
        raise TypeError("the moment is a datetime, such as datetime(2027, 1, 31, tzinfo=UTC)")
    if moment.tzinfo is None:
        raise ValueError("the moment needs an offset, such as datetime.now(UTC) has")
    return moment


def _ids(values: Any) -> set[str]:
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise TypeError("ids are a list of texts")
    return set(values)
