"""Which rows of the list of orders are new since a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from cloud_marketplace._workflows.search.high_water_mark import moment_of

_DISORDER: Final = timedelta(minutes=5)
"""How far rows that are newest first may be out of order."""


class Since:
    """Selects the rows of a newest-first list that are at or after a moment, and where to stop.

    Rows may be slightly out of order, so the reading ends only at a row that is five minutes too
    old. Rows without a readable date are selected: they may be new.

    Args:
        moment: With its offset from UTC.

    Raises:
        TypeError: If it is not a datetime.
        ValueError: If the moment has no offset.
    """

    def __init__(self, moment: datetime) -> None:
        if not isinstance(moment, datetime):
            raise TypeError("the moment is a datetime, such as datetime(2027, 1, 31, tzinfo=UTC)")
        if moment.tzinfo is None:
            raise ValueError("the moment needs an offset, such as datetime.now(UTC) has")
        self._moment = moment

    def judge(self, row: Any) -> bool | None:
        """Tell whether a row is wanted; None ends the reading."""
        created = moment_of(row)
        if created is None or created >= self._moment:
            return True
        return None if created < self._moment - _DISORDER else False


def still_to_refresh(ids: Any, seen: set[str]) -> list[str]:
    """Return the ids that are not among the rows, each once; orders and rows count by their id.

    Args:
        ids: Ids, or orders.
        seen: Ids of the rows.
    """
    wanted = [str(getattr(each, "id", each)) for each in ids]
    return [each for each in dict.fromkeys(wanted) if each not in seen]
