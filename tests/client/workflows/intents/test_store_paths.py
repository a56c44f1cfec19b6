"""Which file or store records orders, and the error for one that can't."""

import os
import sys
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
from cloud_marketplace.testing import SETTINGS

FILE = "cloud-marketplace/intents.sqlite3"
METHODS = ("begin", "read", "swap", "taken", "within")


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home folder, and no variable that names another folder."""
    for name in ("MARKETPLACE_INTENTS", "LOCALAPPDATA", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.skipif(os.name != "posix", reason="paths of other systems are written otherwise")
@pytest.mark.parametrize(
    ("platform", "variable", "usual"),
    [
        ("win32", "LOCALAPPDATA", "AppData/Local"),
        ("darwin", "", "Library/Application Support"),
        ("linux", "XDG_STATE_HOME", ".local/state"),
        ("freebsd14", "XDG_STATE_HOME", ".local/state"),
    ],
)
def test_each_system_has_its_folder(
    monkeypatch: pytest.MonkeyPatch, home: Path, platform: str, variable: str, usual: str
) -> None:
    """The file is in the folder of the system for lasting data, which a variable may move."""
    monkeypatch.setattr(sys, "platform", platform)
    other = {"win32": "XDG_STATE_HOME", "darwin": "XDG_STATE_HOME"}.get(platform, "LOCALAPPDATA")
    monkeypatch.setenv(other, str(home / "other"))
    assert default_path() == home / usual / FILE
    if variable:
        monkeypatch.setenv(variable, str(home / "moved"))
        assert default_path() == home / "moved" / FILE
        monkeypatch.setenv(variable, "relative")
        assert default_path() == home / usual / FILE


def test_the_nearest_choice_counts(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """What a call is given counts before the setting, and that before the variable."""
    monkeypatch.setenv("MARKETPLACE_INTENTS", str(home / "variable"))
    chosen = [store_of(home / "call", home / "setting"), store_of(None, home / "setting")]
    chosen.append(store_of(None))
    monkeypatch.setenv("MARKETPLACE_INTENTS", "")
    chosen.append(store_of(None))
    found = [each.path for each in chosen if isinstance(each, SqliteIntents)]
    assert found == [home / "call", home / "setting", home / "variable", default_path()]
    memory = MemoryIntents()
    assert store_of(memory, home / "setting") is memory


SAID = {
    ":memory:": "':memory:' is not a file that outlives the process",
    "file:i.sqlite3": "'file:i.sqlite3' is not a file that outlives the process",
    "~nobody-here/i": "'~nobody-here/i' is unknown: there is no such user",
    "a\0b": r"'a\x00b' is not a path in text",
    b"i.sqlite3": "b'i.sqlite3' is not a path in text",
}


@pytest.mark.parametrize("given", SAID)
def test_a_path_that_can_not_be_used_is_named(given: Any) -> None:
    """The error says what is wrong with which path, that nothing was sent, and what to set."""

    class Given:
        """A path object, which may have a path in bytes."""

        def __fspath__(self) -> Any:
            return given

    with pytest.raises(errors.ConfigurationError) as caught:
        store_of(Given())
    assert str(caught.value) == (
        f"the store of intents {SAID[given]}; nothing was sent. Set intents (MARKETPLACE_INTENTS) "
        "to the absolute path of a file on a disk that outlives a restart."
    )
    assert caught.value.settings == ("intents (MARKETPLACE_INTENTS)",)


def test_a_relative_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path in the variable is refused with the reason."""
    monkeypatch.setenv("MARKETPLACE_INTENTS", "here/i.sqlite3")
    said = "'here/i.sqlite3' is relative, so it depends on the working directory; nothing was sent"
    with pytest.raises(errors.ConfigurationError, match=said):
        store_of(None)


def test_from_env_refuses_a_relative_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client from the environment refuses a relative or quoted path, unless it is given one."""
    for path, said in {"here/i": "it is relative", '"/there/i"': "it is in quotes"}.items():
        monkeypatch.setenv("MARKETPLACE_INTENTS", path)
        message = rf"^intents \(MARKETPLACE_INTENTS\) is malformed: {said}"
        with pytest.raises(errors.ConfigurationError, match=message):
            Marketplace.from_env(**SETTINGS)
        Marketplace.from_env(**SETTINGS, intents=MemoryIntents()).close()


def test_a_user_without_a_home_folder_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a home folder there is no default path, and the error says so."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", "nowhere")
    with pytest.raises(errors.ConfigurationError, match="'~' is unknown: there is no home folder;"):
        store_of(None)


@pytest.mark.parametrize("missing", METHODS)
def test_a_store_has_all_methods(missing: str) -> None:
    """An object that lacks a method of a store is refused by the name of its class."""
    methods = {name: lambda *_: None for name in METHODS}
    assert store_of(type("Whole", (), methods)())
    part = type("Part", (), {name: methods[name] for name in METHODS if name != missing})()
    with pytest.raises(errors.ConfigurationError, match="'Part' is neither a path nor a store;"):
        store_of(part)
