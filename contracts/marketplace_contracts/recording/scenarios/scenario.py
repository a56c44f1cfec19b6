"""Scenarios: what is recorded, each a small generator that yields what the client returned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from cloud_marketplace import MarketplaceError

from marketplace_contracts.recording.scenario_context import ScenarioContext
from marketplace_contracts.traffic.finding import Skipped

Play: TypeAlias = "Callable[[ScenarioContext], Iterator[Any]]"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scenario:
    """The calls of one cassette.

    Attributes:
        name: Name of the cassette.
        shows: What it shows, in one sentence.
        operations: Operations that it calls, `auth.token` included.
        play: Makes the calls; yields the typed values and errors of the client.
        live: Whether it only reads, and so can be recorded from any service.
        options: Of the simulator that it is recorded from.
    """

    name: str
    shows: str
    operations: tuple[str, ...]
    play: Play
    live: bool
    options: Mapping[str, Any]


_scenarios: dict[str, Scenario] = {}


def scenario(*operations: str, live: bool = False, **options: Any) -> Callable[[Play], Play]:
    """Register a generator as a scenario; its docstring is what the scenario shows.

    Args:
        *operations: Operations that it calls besides `auth.token`.
        live: Whether it only reads, and needs no prepared objects.
        **options: Of the simulator.
    """

    def register(play: Play) -> Play:
        name = play.__name__.replace("_", "-")
        shows = " ".join((play.__doc__ or "").split())
        called = tuple(sorted({"auth.token", *operations}))
        _scenarios[name] = Scenario(name, shows, called, play, live, options)
        return play

    return register


def scenarios() -> Mapping[str, Scenario]:
    """Return all scenarios by name."""
    import importlib
    import pkgutil

    from marketplace_contracts.recording import scenarios as package

    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return dict(sorted(_scenarios.items()))


def refused(call: Callable[[], object]) -> MarketplaceError:
    """Return the error of a call that must fail.

    Raises:
        AssertionError: The call succeeded.
    """
    try:
        call()
    except MarketplaceError as error:
        return error
    raise AssertionError("the call should have been refused")


def first(values: Iterable[T], what: str) -> T:
    """Return the first of some values.

    Raises:
        Skipped: There is none; the text names what is missing.
    """
    for value in values:
        return value
    raise Skipped(f"the service has no {what}")
