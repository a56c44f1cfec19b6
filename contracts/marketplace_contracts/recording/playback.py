"""Play the scenario of a cassette again, with the cassette in place of the network."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from cloud_marketplace_api.model import Model

from marketplace_contracts.recording.block_network import block_network
from marketplace_contracts.recording.interactions import bodies
from marketplace_contracts.recording.provenance import Provenance
from marketplace_contracts.recording.scenario_context import on_cassette
from marketplace_contracts.recording.scenarios.scenario import Scenario, scenarios
from marketplace_contracts.recording.snapshot import RecordedBodies, line
from marketplace_contracts.recording.vcr_config import playing
from marketplace_contracts.recording.vcr_library import UnrecordedRequest


@dataclass(frozen=True, slots=True)
class Playback:
    """The result of playing a cassette.

    Attributes:
        outcomes: What the scenario returned, one line each.
        problems: Differences from the recording.
    """

    outcomes: tuple[str, ...]
    problems: tuple[str, ...]


def play_back(content: dict[str, Any], text: str) -> Playback:
    """Play the scenario of a cassette, without a network.

    Args:
        content: The cassette.
        text: Its text.

    Raises:
        CannotRun: The cassette lacks its provenance.
    """
    origin = Provenance.of(content.get("metadata"), "cassette")
    scenario = scenarios().get(origin.scenario)
    if scenario is None:
        return Playback((), (f"no scenario is named {origin.scenario}",))
    received = RecordedBodies(bodies(content))
    outcomes: list[str] = []
    problems: list[str] = []
    # Closed here; otherwise the network could stay blocked after an exception.
    with playing(text) as cassette, closing(_played(scenario, origin.marketplace)) as values:
        try:
            for value in values:
                outcomes.append(line(value))
                problems += _altered_models(value, received)
        except UnrecordedRequest as error:
            problems.append(f"a call that is not in it: {error.failed_request}")
        except Exception as error:  # noqa: BLE001 - any exception is a difference
            problems.append(f"{type(error).__name__}: {error}")
        else:
            problems += _unused_requests(cassette)
    return Playback(tuple(outcomes), tuple(problems))


def _played(scenario: Scenario, marketplace: str) -> Generator[Any]:
    with block_network(), on_cassette(marketplace) as context:
        yield from scenario.play(context)


def _altered_models(value: Any, received: RecordedBodies) -> Iterator[str]:
    """Yield models that do not return what was received."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, Model) and not received.contain(each):
            yield f"{type(each).__name__}.to_dict() is not what was received"


def _unused_requests(cassette: Any) -> Iterator[str]:
    for index, request in enumerate(cassette.requests):
        if cassette.play_counts[index] == 0:
            yield f"a call that is no longer made: {request}"
