"""Results as rows of plain values; amounts stay the text that was received."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

Row = dict[str, Any]

_SIGNED = re.compile(r"^([^\s?]+)\?\S+=\S*$")
"""An address with a query, which can be a signature; it may be relative."""
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can escape and no file can hold."""


def rows_of(result: Any) -> Iterator[Row]:
    """Yield the rows of a list, or the one row of anything else."""
    if isinstance(result, str | bytes) or not isinstance(result, Iterable):
        yield row_of(result)
        return
    for item in result:
        yield row_of(item)


def is_list(result: Any) -> bool:
    """Return whether a result has rows."""
    return isinstance(result, Iterable) and not isinstance(result, str | bytes)


def row_of(item: Any) -> Row:
    """Return an item as a row: the JSON of a model, or the fields of a named tuple."""
    if hasattr(item, "to_dict"):
        found = _plain(item.to_dict())
    elif hasattr(item, "_asdict"):
        found = {}
        for name, value in item._asdict().items():
            found |= row_of(value) if hasattr(value, "to_dict") else {name: _plain(value)}
    elif isinstance(item, Mapping):
        found = _plain(item)
    else:
        found = {"result": _plain(item)}
    return found if isinstance(found, dict) else {"result": found}


def columns_of(rows: Iterable[Row]) -> list[str]:
    """Return the names of all columns in the order of their first appearance."""
    return list(dict.fromkeys(name for row in rows for name in row))


def cell(value: Any) -> str:
    """Return a value as one text; what is nested becomes JSON."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _plain(value: Any) -> Any:
    """Return JSON values only; the signatures of download addresses are left out."""
    if isinstance(value, Mapping):
        return {_writable(str(name)): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return _writable(_SIGNED.sub(r"\1?***", value))
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _writable(text: str) -> str:
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
