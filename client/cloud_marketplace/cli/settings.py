"""The sources of the settings: the environment, and a keyring for what it lacks."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from cloud_marketplace._config.settings import ENVIRONMENT

SERVICE: Final = "cloud-marketplace"
"""Name under which a keyring keeps the settings; each is under the name of its variable."""


def environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables of the process; a keyring gives required ones that are not set."""
    found = dict(os.environ if environ is None else environ)
    missing = [name for name in ENVIRONMENT.values() if not found.get(name, "").strip()]
    ring = keyring() if missing else None
    for name in missing:
        if value := _kept(ring, name):
            found[name] = value
    return found


def keyring() -> Any:
    """Return the module `keyring`; None where it is not installed."""
    try:
        return import_module("keyring")
    except ImportError:
        return None


def _kept(ring: Any, name: str) -> str | None:
    """Return a kept value; a keyring that is locked or absent keeps nothing."""
    if ring is None:
        return None
    try:
        value = ring.get_password(SERVICE, name)
    except Exception:  # noqa: BLE001 - each backend raises its own
        return None
    return value if isinstance(value, str) else None
