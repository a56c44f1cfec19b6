"""`login` and `logout`: keep the settings in the keyring of the user's system."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from cloud_marketplace._config.settings import ENVIRONMENT, SECRETS, Settings
from cloud_marketplace.cli.settings import SERVICE, keyring
from cloud_marketplace.errors import ConfigurationError


@click.command()
def login() -> int:
    """Keep the settings in the keyring of this system.

    Asks for the five settings; what is a secret is not shown. A variable that is set has priority
    over the keyring. Needs the extra keyring.
    """
    ring = _ring()
    if not sys.stdin.isatty():
        raise click.UsageError("There is no terminal to ask on. Set the MARKETPLACE_* variables.")
    given = {
        name: click.prompt(variable, hide_input=name in SECRETS, err=True)
        for name, variable in ENVIRONMENT.items()
    }
    keep(ring, given)
    click.echo("Kept. Run cloud-marketplace doctor to try them.", err=True)
    return 0


@click.command()
def logout() -> int:
    """Remove the settings from the keyring of this system."""
    ring = _ring()
    with _usable():
        _forget(ring)
    return 0


def keep(ring: Any, given: dict[str, str]) -> None:
    """Check the settings and keep them: all of them, or none.

    Raises:
        click.UsageError: If one is malformed, or the keyring can't keep them.
    """
    try:
        Settings.of(given)
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from None
    with _usable():
        try:
            for name, variable in ENVIRONMENT.items():
                _keep_one(ring, variable, given[name])
        except Exception:
            _forget(ring)
            raise


class KeepsNothing(Exception):
    """Raised for a keyring that accepts settings and discards them; users see this name."""


def _keep_one(ring: Any, variable: str, value: str) -> None:
    ring.set_password(SERVICE, variable, value)
    if ring.get_password(SERVICE, variable) != value:  # the backend "null" keeps nothing
        raise KeepsNothing


def _forget(ring: Any) -> None:
    for variable in ENVIRONMENT.values():
        if ring.get_password(SERVICE, variable) is not None:
            ring.delete_password(SERVICE, variable)


def _ring() -> Any:
    """Return a keyring that can be read, so that nothing is asked that can't be kept."""
    ring = keyring()
    if ring is None:
        raise click.UsageError("This needs keyring. Run pip install '.[keyring]' in the clone.")
    with _usable():
        ring.get_password(SERVICE, next(iter(ENVIRONMENT.values())))
    return ring


@contextmanager
def _usable() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # noqa: BLE001 - each backend raises its own
        kind = type(error).__name__
        raise click.UsageError(
            f"The keyring of this system can't be used ({kind}). Set the MARKETPLACE_* variables."
        ) from None
