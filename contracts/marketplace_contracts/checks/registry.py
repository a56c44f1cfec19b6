"""The registry of checks. A check is a function, and its name is the function's name."""

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
"""Columns of the table, in order; each check belongs to one."""


@dataclass(frozen=True, slots=True)
class InteractionCheck:
    """A check of a single response.

    Attributes:
        name: Name of the function.
        column: Column of the table in which the result is shown.
        summary: First line of the docstring.
        concerns: Whether the promise applies to an operation.
        when: Whether the promise applies to an interaction.
        look: Yields the violations.
    """

    name: str
    column: str
    summary: str
    concerns: Concerns
    when: Callable[[Interaction], bool]
    look: Look


@dataclass(frozen=True, slots=True)
class SequenceCheck:
    """A check that makes several calls.

    Attributes:
        name: Name of the function.
        column: Column of the table in which the result is shown.
        summary: First line of the docstring.
        concerns: Whether the promise applies to an operation.
        effects: The effects of the calls it makes, beside that of the operation itself. It is
            skipped where one of them is not allowed.
        clock: Whether it needs to move the service's clock.
        drive: Yields the violations.
        repeats: Whether it is about sending the same call again, so no response may be shared.
    """

    name: str
    column: str
    summary: str
    concerns: Concerns
    effects: frozenset[str]
    clock: bool
    drive: Drive
    repeats: bool = False


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
        concerns: Selects the operations that the promise applies to.
        when: Selects the interactions that it applies to.
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
    repeats: bool = False,
) -> Callable[[Drive], Drive]:
    """Register a function as a sequence check.

    Args:
        column: One of `COLUMNS`.
        concerns: Selects the operations that it is run for.
        effects: Effects of the calls it makes, beside that of the operation itself.
        clock: Whether it moves the service's clock.
        repeats: Whether it is about sending the same call again.
    """

    def register(drive: Drive) -> Drive:
        about = _about(drive, column)
        check = SequenceCheck(*about, concerns, frozenset(effects), clock, drive, repeats)
        _sequence[check.name] = check
        return drive

    return register


def _about(function: Callable[..., object], column: str) -> tuple[str, str, str]:
    if column not in COLUMNS:
        raise ValueError(f"unknown column {column}")
    summary = (function.__doc__ or "").strip().partition("\n")[0]
    return function.__name__, column, summary


def interaction_checks() -> Mapping[str, InteractionCheck]:
    """Return all interaction checks by name."""
    _load()
    return dict(sorted(_interaction.items()))


def sequence_checks() -> Mapping[str, SequenceCheck]:
    """Return all sequence checks by name."""
    _load()
    return dict(sorted(_sequence.items()))


def _load() -> None:
    """Import every module below this package, so that a new file is found without registration."""
    import importlib
    import pkgutil

    folder, package = str(Path(__file__).parent), __name__.rpartition(".")[0]
    for module in pkgutil.walk_packages([folder], f"{package}."):
        importlib.import_module(module.name)
