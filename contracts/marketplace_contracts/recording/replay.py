"""Replay cassettes without a network: check their interactions and play their scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from marketplace_contracts.description.spec import Spec, load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import cassettes_path
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.interactions import interactions
from marketplace_contracts.recording.playback import Playback, play_back
from marketplace_contracts.recording.provenance import (
    IMPORTED,
    PROBED,
    SIMULATOR,
    Provenance,
    provenance,
)
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.run.results import Results
from marketplace_contracts.simulator.http.routes import HANDLERS
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import MALFORMED, Finding, Findings, Violation
from marketplace_contracts.traffic.interaction import Interaction

CHECK = COLUMN = "replay"
UNSCRUBBED = "a cassette holds no secret"


def cassettes(folder: Path | None = None) -> list[Path]:
    """Return the cassettes of a folder; None is the project's own folder."""
    return sorted((folder or cassettes_path()).glob("*.yaml"))


def run(folder: Path | None = None, results: Results | None = None) -> Findings:
    """Replay all cassettes; needs neither a key nor a network.

    Args:
        folder: Folder of the cassettes; None is the project's own.
        results: Receives interactions and findings; None makes new results.

    Returns:
        The findings.

    Raises:
        CannotRun: There are no cassettes, or one of them is damaged.
    """
    results = results or Results(Contract(load()))
    found = cassettes(folder)
    if not found:
        raise CannotRun(f"There are no cassettes in {folder or cassettes_path()}.")
    for path in found:
        replay(path, results)
    # Of a live service only reads are recorded, so such a folder need not call everything.
    if any(provenance(path).source == SIMULATOR for path in found):
        cover(found, results)
    return results.findings


def replay(path: Path, results: Results) -> list[Finding]:
    """Replay a cassette: check its interactions, play its scenario, and search it for secrets.

    A cassette says nothing about the service that the results are about, so only the column of
    replays counts its interactions.

    Returns:
        The findings that break the contract; the results have them too.

    Raises:
        CannotRun: The file is damaged, or not a cassette.
    """
    text = cassette_file.text_of(path)
    content = cassette_file.parse(text, path.name)
    origin = Provenance.of(content.get("metadata"), path.name)
    recorded = _recorded_outcomes(content, path.name)
    spec, own = results.contract.spec, Results(results.contract)
    calls = _interactions(content, spec, path)
    for call in calls:
        own.record(call)
    operation = spec.operations.get(origin.operations[-1]) if origin.operations else None
    pointer, whose = (operation.pointer, operation.id) if operation else ("#/paths", "")
    broken = _whole_file(text, origin, calls)
    if origin.source not in {IMPORTED, PROBED}:  # calls without a scenario to play
        playback = _play_back(content, text, path.name)
        broken = chain(broken, _differences(playback, recorded))
    for promise, observed in broken:
        violation = Violation(promise, f"{path.name}: {observed}", pointer)
        own.report(CHECK, [violation], operation=whose)
    if origin.spec != spec.version:
        old = f"{path.name} is of version {origin.spec}"
        own.findings = Findings(
            _of_another_version(each, path.name, origin.spec, spec.version) for each in own.findings
        )
        stale = Violation("cassettes are of this version", old, "#/info/version", notice=True)
        own.report(CHECK, [stale])
    _add(own, calls, results)
    return own.findings.failures


def cover(paths: Iterable[Path], results: Results) -> list[Finding]:
    """Check that cassettes together call every operation.

    It is a notice where none can: for an operation that the simulator does not know, and where all
    cassettes were recorded under another version of the description.

    Returns:
        A finding for each operation that none calls; the results have them too.
    """
    spec, own = results.contract.spec, Results(results.contract)
    origins = [provenance(path) for path in paths]
    called = {name for origin in origins for name in origin.operations}
    outdated = all(origin.spec != spec.version for origin in origins)
    for operation in spec.operations.values():
        if operation.id not in called:
            impossible = outdated or operation.id not in HANDLERS
            missing = Violation(
                "a cassette calls the operation", "none does", operation.pointer, impossible
            )
            own.report(CHECK, [missing], operation=operation.id)
    _add(own, [], results)
    return own.findings.failures


def _of_another_version(finding: Finding, file: str, then: str, now: str) -> Finding:
    """Distinguish a recording that contradicts a newer description from a damaged cassette.

    The file is a part of the promise, so that each recording has a finding of its own.
    """
    if finding.promise == UNSCRUBBED:
        return finding
    observed = f"recorded under {then}, contradicts {now}: {file}, {finding.operation}, "
    return replace(
        finding, promise=f"{finding.promise} (in {file})", observed=observed + finding.observed
    )


def _interactions(content: dict[str, Any], spec: Spec, path: Path) -> list[Interaction]:
    try:
        return list(interactions(content, spec, f"cassette {path.stem}"))
    except (*MALFORMED, RecursionError) as error:
        raise CannotRun(f"The cassette {path.name} is damaged: {type(error).__name__}.") from None


def _recorded_outcomes(content: dict[str, Any], name: str) -> tuple[str, ...]:
    outcomes = content["metadata"].get("outcomes", [])
    if not isinstance(outcomes, list) or not all(isinstance(each, str) for each in outcomes):
        raise CannotRun(f"The cassette {name} is damaged: its outcomes are not texts.")
    return tuple(outcomes)


def _add(own: Results, calls: list[Interaction], results: Results) -> None:
    results.interactions += own.interactions
    results.coverage.add(own.coverage.as_list())
    for finding in own.findings:
        results.findings.add(finding)
    for call in calls:
        if call.operation:
            results.tick(call.operation.id, COLUMN)


def _whole_file(
    text: str, origin: Provenance, calls: list[Interaction]
) -> Iterator[tuple[str, str]]:
    """Yield promises of the file as a whole that are not kept, with what was observed."""
    for leak in leaks(text):
        yield UNSCRUBBED, str(leak)
    called = {call.operation.id for call in calls if call.operation}
    if called != set(origin.operations):
        names = ", ".join(sorted(called ^ set(origin.operations)))
        yield "a cassette calls the operations that it names", names


def _play_back(content: dict[str, Any], text: str, name: str) -> Playback:
    try:
        return play_back(content, text)
    except CannotRun as error:
        raise CannotRun(f"The cassette {name} cannot be replayed. {error}") from None


def _differences(playback: Playback, recorded: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield promises about playing the scenario that are not kept, with what was observed."""
    for problem in playback.problems:
        yield "a cassette replays through the client", problem
    if not playback.problems and playback.outcomes != recorded:
        observed = _difference(recorded, playback.outcomes)
        yield "the client reads a cassette as when it was recorded", observed


def _difference(then: tuple[str, ...], now: tuple[str, ...]) -> str:
    """Return the first line that differs, from shortly before the difference."""
    pairs = enumerate(zip_longest(then, now, fillvalue="nothing"), start=1)
    number, (old, new) = next(each for each in pairs if each[1][0] != each[1][1])
    letters = enumerate(zip_longest(old, new))
    start = max(next(index for index, pair in letters if pair[0] != pair[1]) - 40, 0)
    return f"outcome {number}: {old[start : start + 100]} became {new[start : start + 100]}"
