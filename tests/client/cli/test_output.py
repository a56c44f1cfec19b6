"""How results look, and where settings come from."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import click
import pytest
from cloud_marketplace.cli.login import keep
from cloud_marketplace.cli.output import render
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


def test_an_empty_list_is_told() -> None:
    """No rows are a sentence in a table, and an empty list in JSON."""
    assert render([], "table", many=True) == "No rows.\n"
    assert render([], "json", many=True) == "[]\n"


class Ring:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        """Return a value."""
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        """Keep a value."""
        self.kept[service, name] = value


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


def test_a_keyring_that_is_locked_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A keyring that fails is as good as none."""

    def locked(*_: object) -> Any:
        raise RuntimeError("locked")

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=locked))
    assert environment({"MARKETPLACE_CODE": "nl"}) == {"MARKETPLACE_CODE": "nl"}
