"""How results look, and where settings come from."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import duckdb
import pytest
from cloud_marketplace.cli import main
from cloud_marketplace.cli.login import keep
from cloud_marketplace.cli.output import emit, render
from cloud_marketplace.cli.rows import row_of
from cloud_marketplace.cli.settings import environment
from support.client import ENVIRON, GIVEN

ROWS = [
    {"id": str(n), "name": "A name that is somewhat long", "nested": {"a": [1, 2]}, "status": "ok"}
    | {f"column{i}": "some value" for i in range(8)}
    for n in range(3)
]


@pytest.mark.parametrize("width", [40, 80, 141])
def test_a_table_fits_the_terminal(width: int) -> None:
    """No line is longer than the terminal is wide; columns without room are named."""
    text = render(ROWS, "table", many=True, width=width)
    assert isinstance(text, str)
    table, _, rest = text.partition("Not shown: ")
    assert max(len(line) for line in table.splitlines()) <= width
    assert "nested" in rest
    assert "id" in table


def test_a_table_in_a_pipe_has_everything() -> None:
    """Without a terminal nothing is cut."""
    text = render(ROWS, "table", many=True)
    assert "Not shown" not in str(text)
    assert '{"a":[1,2]}' in str(text)


def test_the_terminal_is_safe_from_the_service() -> None:
    """Control characters of a response are not sent to the terminal."""
    text = render([{"name": "\x1b[2Jevil\r\n", "x": "[bold]"}], "table", many=True, width=80)
    assert "\x1b" not in str(text)
    assert "[bold]" in str(text)


def test_an_empty_list_is_reported() -> None:
    """No rows are a sentence in a table, and an empty list in JSON."""
    assert render([], "table", many=True) == "No rows.\n"
    assert render([], "json", many=True) == "[]\n"


def in_parquet(rows: list[dict[str, Any]], folder: Path) -> tuple[list[Any], list[Any]]:
    """Return the rows and the types of columns that DuckDB reads from the Parquet file."""
    file = folder / "rows.parquet"
    emit(render(rows, "parquet", many=True), str(file))
    found = duckdb.read_parquet(str(file))
    return found.fetchall(), [str(each) for each in found.types]


def test_parquet_keeps_amounts_as_text_and_whole_numbers_as_such(tmp_path: Path) -> None:
    """Numbers and truth values have types; amounts, floats and mixed values are exact text."""
    rows = [
        {"n": -(2**63) + 1, "ok": True, "amount": "1.10", "f": 1.5, "mixed": 1, "o": {"a": [1]}},
        {"n": None, "ok": False, "amount": None, "f": 2, "mixed": True, "o": None},
    ]
    found, types = in_parquet(rows, tmp_path)
    assert types == ["BIGINT", "BOOLEAN", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR"]
    assert found[0] == (-(2**63) + 1, True, "1.10", "1.5", "1", '{"a":[1]}')
    assert found[1] == (None, False, None, "2", "true", None)


def test_parquet_takes_each_number_and_each_column(tmp_path: Path) -> None:
    """A number beyond 64 bits is text; a column without values is text, too."""
    found, types = in_parquet([{"n": 2**70, "none": None}], tmp_path)
    assert found == [(str(2**70), None)]
    assert types == ["VARCHAR", "VARCHAR"]


@pytest.mark.parametrize("form", ["json", "csv", "table", "parquet"])
def test_half_a_character_can_be_written(form: str, capfdbinary: Any) -> None:
    """JSON can escape half a character, which no file can hold: it is replaced."""
    rows = [row_of({"name": "\ud800 Łódź", "\udc00": 1})]
    emit(render(rows, form, many=True), None)
    assert "\N{REPLACEMENT CHARACTER} Łódź".encode() in capfdbinary.readouterr().out


def test_output_in_a_pipe_is_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a pipe receives does not depend on the encoding of the system."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    emit("Łódź\n", None)
    assert raw.getvalue() == "Łódź\n".encode()


class Ring:
    """A keyring in memory."""

    def __init__(self, room: int = 99) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.room = room

    def get_password(self, service: str, name: str) -> str | None:
        """Return a value."""
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        """Keep a value while there is room."""
        if len(self.kept) >= self.room:
            raise RuntimeError(value)
        self.kept[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        """Remove a value."""
        del self.kept[service, name]


def test_the_keyring_gives_what_the_environment_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that login kept are used; a variable that is set has priority."""
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    keep(ring, GIVEN)
    assert environment({}) == ENVIRON
    assert environment({"MARKETPLACE_CODE": "nl"})["MARKETPLACE_CODE"] == "nl"


def test_nothing_malformed_is_kept() -> None:
    """Login refuses a malformed setting by name, and keeps none of them."""
    ring = Ring()
    with pytest.raises(click.UsageError, match="MARKETPLACE_BASE_URL"):
        keep(ring, GIVEN | {"base_url": "here"})
    assert ring.kept == {}


def test_all_settings_are_kept_or_none() -> None:
    """A keyring that fails midway, or forgets at once, keeps nothing and quotes nothing."""
    full = Ring(room=3)
    with pytest.raises(click.UsageError, match=r"can't be used \(RuntimeError\)"):
        keep(full, GIVEN)
    assert full.kept == {}
    forgetful = SimpleNamespace(get_password=lambda *_: None, set_password=lambda *_: None)
    with pytest.raises(click.UsageError, match=r"can't be used \(KeepsNothing\)"):
        keep(forgetful, GIVEN)


def test_logout_forgets_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """After logout the keyring has no setting of ours, and those of others."""
    ring = Ring()
    monkeypatch.setitem(sys.modules, "keyring", ring)
    ring.set_password("another program", "MARKETPLACE_CODE", "x")
    keep(ring, GIVEN)
    assert main(["logout"]) == 0
    assert list(ring.kept) == [("another program", "MARKETPLACE_CODE")]


@pytest.mark.parametrize("command", ["login", "logout"])
def test_a_keyring_that_fails_is_one_sentence(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a system without a keyring, login says so before it asks for anything."""

    def locked(*_: object) -> Any:
        raise RuntimeError("locked")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=locked))
    assert main([command]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "can't be used (RuntimeError). Set the MARKETPLACE_* variables." in err
    assert err.count("\n") == 1


def test_a_keyring_that_is_locked_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring that fails counts as no keyring."""

    def locked(*_: object) -> Any:
        raise RuntimeError("locked")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=locked))
    assert environment({"MARKETPLACE_CODE": "nl"}) == {"MARKETPLACE_CODE": "nl"}
