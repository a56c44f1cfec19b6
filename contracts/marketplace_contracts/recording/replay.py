"""Replaying: each cassette without network, its exchanges checked, its scenario played again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from marketplace_contracts.description.spec import load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import cassettes_path
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.interactions import interactions
from marketplace_contracts.recording.playback import play_back
from marketplace_contracts.recording.provenance import SIMULATOR, Provenance, provenance
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.run.results import Results
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Finding, Findings, Violation
from marketplace_contracts.traffic.interaction import Interaction

CHECK = COLUMN = "replay"


def cassettes(folder: Path | None = None) -> list[Path]:
    """The cassettes of a folder; of the project's own where none is named."""
    return sorted((folder or cassettes_path()).glob("*.yaml"))


def run(folder: Path | None = None, results: Results | None = None) -> Findings:
    """Replay all cassettes; needs neither key nor network.

    Args:
        folder: Where they are; None is the project's own.
        results: Gets the exchanges and findings; None makes one.

    Returns:
        The findings of the ledger.

    Raises:
        CannotRun: There are no cassettes, or one is none.
    """
    results = results or Results(Contract(load()))
    found = cassettes(folder)
    if not found:
        raise CannotRun(f"There are no cassettes in {folder or cassettes_path()}.")
    for path in found:
        replay(path, results)
    # Of a live service only what reads is recorded; such a folder cannot cover the rest.
    if any(provenance(path).source == SIMULATOR for path in found):
        cover(found, results)
    return results.findings


def replay(path: Path, results: Results) -> list[Finding]:
    """Replay a cassette: check its exchanges, play its scenario, see what it must not hold.

    What a cassette shows is not credited to the service that a ledger is about: of the ledger's
    table only the column of replays is.

    Returns:
        What breaks the contract; it is in the ledger too.

    Raises:
        CannotRun: It is no cassette.
    """
    text = cassette_file.text_of(path)
    content = cassette_file.parse(text, path.name)
    origin = Provenance.of(content.get("metadata"), path.name)
    spec, own = results.contract.spec, Results(results.contract)
    calls = list(interactions(content, spec, f"cassette {path.stem}"))
    for call in calls:
        own.record(call)
    operation = spec.operations.get(origin.operations[-1]) if origin.operations else None
    pointer, whose = (operation.pointer, operation.id) if operation else ("#/paths", "")
    for promise, observed in _judged(text, content, origin, calls):
        violation = Violation(promise, f"{path.name}: {observed}", pointer)
        own.report(CHECK, [violation], operation=whose)
    if origin.spec != spec.version:
        old = f"{path.name} is of version {origin.spec}"
        stale = Violation("cassettes are of this version", old, "#/info/version", notice=True)
        own.report(CHECK, [stale], operation=whose)
    _enter(own, calls, results)
    return own.findings.failures


def cover(paths: Iterable[Path], results: Results) -> list[Finding]:
    """See that cassettes together call every operation.

    Returns:
        Operations that none calls; they are in the ledger too.
    """
    called = {name for path in paths for name in provenance(path).operations}
    own = Results(results.contract)
    for operation in results.contract.spec.operations.values():
        if operation.id not in called:
            missing = Violation("a cassette calls the operation", "none does", operation.pointer)
            own.report(CHECK, [missing], operation=operation.id)
    _enter(own, [], results)
    return own.findings.failures


def _enter(own: Results, calls: list[Interaction], results: Results) -> None:
    results.interactions += own.interactions
    for finding in own.findings:
        results.findings.add(finding)
    for call in calls:
        if call.operation:
            results.tick(call.operation.id, COLUMN)


def _judged(
    text: str, content: dict[str, Any], origin: Provenance, calls: list[Interaction]
) -> Iterator[tuple[str, str]]:
    """What was promised and what came, for the cassette as a whole."""
    for leak in leaks(text):
        yield "a cassette holds no secret", str(leak)
    called = {call.operation.id for call in calls if call.operation}
    if called != set(origin.operations):
        names = ", ".join(sorted(called ^ set(origin.operations)))
        yield "a cassette calls the operations that it names", names
    playback = play_back(content, text)
    for violation in playback.problems:
        yield "a cassette replays through the client", violation
    recorded = tuple(content["metadata"].get("outcomes", ()))
    if not playback.problems and playback.outcomes != recorded:
        observed = _difference(recorded, playback.outcomes)
        yield "the client reads a cassette as when it was recorded", observed


def _difference(then: tuple[str, ...], now: tuple[str, ...]) -> str:
    """The first line that differs, from shortly before where it does."""
    pairs = enumerate(zip_longest(then, now, fillvalue="nothing"), start=1)
    number, (old, new) = next(each for each in pairs if each[1][0] != each[1][1])
    letters = enumerate(zip_longest(old, new))
    start = max(next(index for index, pair in letters if pair[0] != pair[1]) - 40, 0)
    return f"outcome {number}: {old[start : start + 100]} became {new[start : start + 100]}"
