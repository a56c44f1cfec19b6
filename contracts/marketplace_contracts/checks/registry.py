"""The register of checks: a check is a function, its name that of the function."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from marketplace_contracts.description.operations import Operation
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction

if TYPE_CHECKING:
    from marketplace_contracts.service.api_client import ApiClient

Look: TypeAlias = "Callable[[Interaction, Contract], Iterable[Violation]]"
Drive: TypeAlias = "Callable[[ApiClient, Operation], Iterable[Violation]]"
Concerns: TypeAlias = Callable[[Operation, Contract], bool]
COLUMNS = (
    *("status", "body", "headers", "errors", "secrets", "client"),
    *("auth", "paging", "sort", "filter", "ids", "detail", "repeat", "write", "life"),
    *("fuzz", "replay"),
)
"""Columns of the table, in order; each check stands in one."""


@dataclass(frozen=True, slots=True)
class InteractionCheck:
    """Looks at one answer.

    Attributes:
        name: Name of the function.
        column: Where the table shows it.
        summary: First line of the docstring.
        concerns: Whether an operation makes the promise at all.
        when: Whether the promise is about this interaction.
        look: Gives the problems.
    """

    name: str
    column: str
    summary: str
    concerns: Concerns
    when: Callable[[Interaction], bool]
    look: Look


@dataclass(frozen=True, slots=True)
class SequenceCheck:
    """Drives several calls.

    Attributes:
        name: Name of the function.
        column: Where the table shows it.
        summary: First line of the docstring.
        concerns: Whether an operation makes the promise at all.
        effects: The effects of the calls it makes, beside that of the operation itself; where one
            is not allowed, it is not run.
        clock: Whether it has to move the service's clock.
        drive: Gives the problems.
    """

    name: str
    column: str
    summary: str
    concerns: Concerns
    effects: frozenset[str]
    clock: bool
    drive: Drive


_interaction: dict[str, InteractionCheck] = {}
_sequence: dict[str, SequenceCheck] = {}


def _always(_: Interaction) -> bool:
    return True


def _every(_: Operation, __: Contract) -> bool:
    return True


def interaction_check(
    column: str,
    *,
    concerns: Concerns = _every,
    when: Callable[[Interaction], bool] = _always,
) -> Callable[[Look], Look]:
    """Register a function as an interaction check.

    Args:
        column: One of `COLUMNS`.
        concerns: Which operations make the promise.
        when: Which of their interactions it is about.
    """

    def register(look: Look) -> Look:
        check = InteractionCheck(*_about(look, column), concerns, when, look)
        _interaction[check.name] = check
        return look

    return register


def sequence_check(
    column: str,
    *,
    concerns: Concerns,
    effects: Iterable[str] = ("token", "read"),
    clock: bool = False,
) -> Callable[[Drive], Drive]:
    """Register a function as a sequence check.

    Args:
        column: One of `COLUMNS`.
        concerns: Which operations it is run for.
        effects: Effects of the calls it makes; that of the operation itself goes without saying.
        clock: Whether it moves the service's clock.
    """

    def register(drive: Drive) -> Drive:
        about = _about(drive, column)
        check = SequenceCheck(*about, concerns, frozenset(effects), clock, drive)
        _sequence[check.name] = check
        return drive

    return register


def _about(function: Callable[..., object], column: str) -> tuple[str, str, str]:
    if column not in COLUMNS:
        raise ValueError(f"no column {column}")
    summary = (function.__doc__ or "").strip().partition("\n")[0]
    return function.__name__, column, summary


def interaction_checks() -> Mapping[str, InteractionCheck]:
    """All interaction checks by name."""
    _load()
    return dict(sorted(_interaction.items()))


def sequence_checks() -> Mapping[str, SequenceCheck]:
    """Return all sequence checks by name."""
    _load()
    return dict(sorted(_sequence.items()))


def _load() -> None:
    """Import every module below this package, so that a file is all a new check needs."""
    import importlib
    import pkgutil

    folder, package = str(Path(__file__).parent), __name__.rpartition(".")[0]
    for module in pkgutil.walk_packages([folder], f"{package}."):
        importlib.import_module(module.name)
