"""Stores in which orders are recorded before they are sent, so that none is sent twice.

A store outlives the process: after a crash between request and response, the next process finds
out what became of the order. It holds no secret, and of the order only its fingerprint.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from cloud_marketplace._config.settings import USUAL, depends_on_folder
from cloud_marketplace._workflows.intents.intent import Intent, State
from cloud_marketplace._workflows.intents.protocol import Intents, IntentStore
from cloud_marketplace._workflows.intents.sqlite_intents import MemoryIntents, SqliteIntents
from cloud_marketplace.errors import ConfigurationError

VARIABLE: Final = USUAL["intents"]
"""Environment variable with the path of the store."""


def store_of(given: Intents | None, setting: Intents | None = None) -> IntentStore:
    """Return the store to use.

    Args:
        given: A store, or the path of a file.
        setting: The same, used if none is given; without both it is the path in
            `MARKETPLACE_INTENTS`, or else `default_path`.

    Raises:
        ConfigurationError: If it can't be a file that outlives the process.
    """
    chosen = setting if given is None else given
    if chosen is None:
        chosen = os.environ.get(VARIABLE)
        if chosen and depends_on_folder(chosen):
            raise _unusable(chosen, "relative, so it depends on the working directory")
    if not chosen:
        return SqliteIntents(default_path())
    if isinstance(chosen, str | os.PathLike):
        return SqliteIntents(_checked(chosen))
    if not is_store(chosen):
        raise _unusable(type(chosen).__name__, "neither a path nor a store")
    return chosen


def is_store(given: object) -> bool:
    """Tell whether an object has the methods of a store."""
    return all(hasattr(given, name) for name in ("begin", "read", "swap", "taken", "within"))


def default_path() -> Path:
    """Return the file in the user's state folder: it outlives restarts, and cleaning of caches.

    Raises:
        ConfigurationError: If the user has no home folder.
    """
    if sys.platform == "win32":
        folder = _folder("LOCALAPPDATA", "AppData/Local")
    elif sys.platform == "darwin":
        folder = _home() / "Library/Application Support"
    else:
        folder = _folder("XDG_STATE_HOME", ".local/state")
    return folder / "cloud-marketplace" / "intents.sqlite3"


def _folder(variable: str, usual: str) -> Path:
    """Return the folder of a variable; one that is relative is ignored, as XDG demands."""
    given = os.environ.get(variable)
    return Path(given) if given and Path(given).is_absolute() else _home() / usual


def _home() -> Path:
    home = Path(_expanded("~"))
    if not home.is_absolute():
        raise _unusable("~", "unknown: there is no home folder")
    return home


def _expanded(path: str) -> str:
    return os.path.expanduser(path)  # noqa: PTH111 - this one does not raise


def _checked(path: str | os.PathLike[str]) -> Path:
    """Check a path, and make it independent of the working directory."""
    text = os.fspath(path)
    if not isinstance(text, str) or "\0" in text:
        raise _unusable(text, "not a path in text")
    if text.startswith(":") or text.lower().startswith("file:"):
        raise _unusable(text, "not a file that outlives the process")
    expanded = _expanded(text)
    if expanded.startswith("~"):
        raise _unusable(text, "unknown: there is no such user")
    return Path(expanded).absolute()


def _unusable(path: str | bytes, why: str) -> ConfigurationError:
    label = f"intents ({VARIABLE})"
    return ConfigurationError(
        f"the store of intents {path!r} is {why}; nothing was sent.",
        advice=f"Set {label} to the absolute path of a file on a disk that outlives a restart.",
        settings=(label,),
    )


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
