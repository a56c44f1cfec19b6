"""Rows as a table, JSON, CSV or Parquet, on standard output or in a file."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from cloud_marketplace.cli.rows import Row, cell, columns_of

FORMATS: Final = ("table", "json", "csv", "parquet")
_WIDEST: Final = 10_000  # columns of a table that is not for a terminal
_NARROW: Final = 32  # columns that a cell gets at least, if there is a choice


def render(rows: list[Row], form: str, *, many: bool, width: int | None = None) -> str | bytes:
    """Return rows in a format.

    Args:
        rows: The rows.
        form: One of `FORMATS`.
        many: Whether they are a list; a single object is shown as such.
        width: Columns of the terminal; None cuts nothing.

    Raises:
        click.UsageError: If a library is missing that the format needs.
    """
    if form == "json":
        value = rows if many else rows[0]
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        return _csv(rows)
    if form == "parquet":
        return _parquet(rows)
    if not many and rows[0].keys() == {"result"}:
        return f"{cell(rows[0]['result'])}\n"
    if not many:
        rows = [{"name": name, "value": value} for name, value in rows[0].items()]
    return _table(rows, width)


def terminal_width() -> int | None:
    """Return the columns of the terminal; None if the output is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def emit(data: str | bytes, path: str | None) -> None:
    """Write to a file, which is replaced at the end, or to standard output.

    Raises:
        click.UsageError: If bytes would go to a terminal, or the file can't be written.
    """
    raw = data.encode() if isinstance(data, str) else data
    if path is not None:
        _replace(Path(path), raw)
    elif not sys.stdout.isatty():
        click.echo(raw, nl=False)  # UTF-8 in each system, as in a file
    elif isinstance(data, str):
        click.echo(data, nl=False)
    else:
        raise click.UsageError("Parquet is not for a terminal. Name a file: --output FILE.")


def _csv(rows: list[Row]) -> str:
    text = io.StringIO()
    names = columns_of(rows)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([cell(row.get(name)) for name in names] for row in rows)
    return text.getvalue()


def _parquet(rows: list[Row]) -> bytes:
    """Write columns of text; only columns of whole numbers, or of truth values, keep their type."""
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise click.UsageError(
            "Parquet needs pyarrow. Run pip install '.[parquet]' in the clone."
        ) from None
    columns = {}
    for name in columns_of(rows):
        values = [row.get(name) for row in rows]
        kind = _column_type(values)
        if kind == "string":
            values = [None if value is None else cell(value) for value in values]
        columns[name] = arrow.array(values, kind)
    out = io.BytesIO()
    parquet.write_table(arrow.table(columns), out)
    return out.getvalue()


def _column_type(values: list[Any]) -> str:
    """Return the type of a column; one without values is text, as it is with values."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "bool"
    fits = kinds == {int} and all(abs(value) < 2**63 for value in values if value is not None)
    return "int64" if fits else "string"


def _table(rows: list[Row], width: int | None) -> str:
    """Draw a table that fits; columns for which there is no room are named below it."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return "No rows.\n"
    shown, left_out = _fitting(rows, width)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name in shown:
        table.add_column(name, overflow="ellipsis" if len(shown) > 2 else "fold", no_wrap=False)
    for row in rows:
        table.add_row(*(Text(_visible(cell(row.get(name)))) for name in shown))
    text = io.StringIO()
    Console(file=text, width=width or _WIDEST, highlight=False, color_system=None).print(table)
    drawn = "\n".join(line.rstrip() for line in text.getvalue().splitlines() if line.strip())
    more = f"\nNot shown: {', '.join(left_out)}. See --format json." if left_out else ""
    return f"{drawn}{more}\n"


def _fitting(rows: list[Row], width: int | None) -> tuple[list[str], list[str]]:
    """Divide columns into those that fit into a width, and the others; nested ones come last."""
    names = columns_of(rows)
    if width is None:
        return names, []
    nested = {n for n in names if any(isinstance(row.get(n), dict | list) for row in rows)}
    shown: list[str] = []
    used = 0
    for name in sorted(names, key=lambda name: name in nested):
        longest = max(len(name), *(len(cell(row.get(name))) for row in rows))
        used += min(longest, _NARROW) + 2
        if shown and used > width and len(names) > 2:
            break
        shown.append(name)
    return shown, [name for name in names if name not in shown]


def _visible(text: str) -> str:
    """Replace control characters, which would change the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _replace(path: Path, raw: bytes) -> None:
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        os.replace(name, path)  # noqa: PTH105 - the name is a text
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise click.UsageError(f"{path} can't be written: {reason}.") from None
    finally:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - only if it is still there
