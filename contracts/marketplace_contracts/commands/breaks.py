"""`--break NAME`: the faults that a command puts into the simulator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

import click

from marketplace_contracts.commands.parameters import FAULT
from marketplace_contracts.errors import CannotRun

if TYPE_CHECKING:
    from marketplace_contracts.simulator import Fault

Command = TypeVar("Command", bound=Callable[..., object])
HELP = "drift --list prints the names. May be repeated."


def breaks_option(purpose: str) -> Callable[[Command], Command]:
    """Return the option, with what a command does it for."""
    return click.option("--break", "breaks", type=FAULT, multiple=True, help=f"{purpose} {HELP}")


def faults_called(names: Sequence[str]) -> tuple[Fault, ...]:
    """Return the faults of the drift catalogue, or of the simulator itself, by name.

    Raises:
        CannotRun: There is no such fault; similar names are suggested.
    """
    if not names:
        return ()
    from marketplace_contracts.drift import CATALOGUE
    from marketplace_contracts.simulator import FAULTS

    known = {**FAULTS, **{name: drift.fault() for name, drift in CATALOGUE.items()}}
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, 3, 0.4)
            ending = [each for each in known if each.partition(".")[2] == name]
            near = ", ".join(ending or close)
            advice = f"Did you mean {near}?" if near else "drift --list lists all."
            raise CannotRun(f"--break: nothing in the drift catalogue is called {name!r}. {advice}")
    return tuple(known[name] for name in names)
