"""Recording: each scenario through our client over real HTTP, into a cassette of its own.

A set of cassettes is recorded into a folder of its own, replayed and searched for secrets there,
and only then moved into place, all of it or nothing.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from cloud_marketplace import MarketplaceError

from marketplace_contracts.description.operations import EVERYTHING
from marketplace_contracts.description.spec import Spec, load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import cassettes_path
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.playback import play_back
from marketplace_contracts.recording.provenance import LIVE, SIMULATOR, Provenance, provenance
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.recording.scenario_context import on_target
from marketplace_contracts.recording.scenarios.scenario import Scenario, scenarios
from marketplace_contracts.recording.scrub import Scrubber
from marketplace_contracts.recording.vcr_config import MemoryPersister, recording
from marketplace_contracts.recording.vcr_library import RECORDER
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.rate import Limiter
from marketplace_contracts.service.target import Target, from_settings
from marketplace_contracts.simulator import Simulator
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import MALFORMED, Skipped

RATE = 30
"""Calls a minute to a live service: half of what is recommended as its limit (facts B1)."""


class UnfitRecording(Exception):  # noqa: N818 - what was recorded is not fit to keep
    """A recording that does not replay, or that holds a secret; the text says which."""


def run(
    target: str | None = None,
    out: Path | None = None,
    *,
    seed: int = 1,
    rate: int | None = None,
    only: Iterable[str] = (),
    environ: Mapping[str, str] | None = None,
    say: Callable[[str], object] | None = None,
) -> int:
    """Record cassettes.

    Args:
        target: Base address of a live service, of which only the scenarios that read are
            recorded, with the credentials of the environment; None records all of them from the
            simulator. Customers' data of a live service stay in its cassettes: look at them
            before they go anywhere.
        out: Folder of the cassettes; None is the project's own.
        seed: Of the simulator.
        rate: Calls a minute to a live service; None is `RATE`.
        only: Names of the scenarios; none means all.
        environ: Variables; None is the process's own.
        say: Gets each line of progress; None prints them on the error stream.

    Returns:
        Exit code: 0 when recorded, 1 when what was recorded is not fit to keep.

    Raises:
        CannotRun: A setting is wrong, the service cannot be called, the folder not be written.
    """
    say, names = say or _say, tuple(only)
    wanted = _wanted(names, live=target is not None)
    limiter = Limiter(rate or RATE)
    service = from_settings(target, environ=environ, limiter=limiter) if target else None
    if service:
        _check_access(service)
    folder = _folder(out or cassettes_path())
    with tempfile.TemporaryDirectory(prefix=".recording-", dir=folder) as staging:
        try:
            recorded = dict(_recorded(wanted, service, seed, say))
        except UnfitRecording as reason:
            say(f"Nothing was kept: {reason}.")
            return 1
        if not recorded:
            raise CannotRun("Nothing could be recorded: no scenario could be played.")
        for name, text in recorded.items():
            (Path(staging) / name).write_text(text, encoding="utf-8")
        whole = not names and len(recorded) == len(wanted)
        _publish(Path(staging), folder, whole=whole, source=LIVE if service else SIMULATOR)
    say(f"{len(recorded)} cassettes recorded in {folder.name}")
    return 0


def record_simulator(scenario: Scenario, seed: int = 1, spec: Spec | None = None) -> str:
    """The text of a cassette of a scenario, from a simulator of its own.

    Raises:
        Unfit: What came out is not fit to keep.
        MarketplaceError: The scenario did not go as it should.
    """
    with Simulator(seed=seed, **scenario.options) as simulator:
        target = Target(
            base_url=simulator.base_url,
            username=simulator.username,
            password=simulator.password,
            subscription_key=simulator.subscription_key,
            marketplace=simulator.marketplace_code,
            effects=EVERYTHING,
            advance=simulator.clock.advance,
            simulator=simulator,
        )
        day = simulator.clock.now().date().isoformat()

        def now() -> float:
            return simulator.clock.now().timestamp()

        return _record(scenario, target, spec or load(), (SIMULATOR, day), now)


def live(scenario: Scenario, target: Target, spec: Spec) -> str:
    """The text of a cassette of a scenario that reads, from a live service.

    Raises:
        Unfit: What came out is not fit to keep.
        MarketplaceError: The service refused a call.
        Skipped: The service has nothing to read.
    """
    day = datetime.now(UTC).date().isoformat()
    return _record(scenario, target, spec, (LIVE, day), lambda: 0.0)


def _recorded(
    wanted: Iterable[Scenario],
    service: Target | None,
    seed: int,
    say: Callable[[str], object],
) -> Iterator[tuple[str, str]]:
    """File names and texts. A live service may lack what a scenario reads, or refuse it."""
    spec = load()
    for each in wanted:
        if service is None:
            yield f"{each.name}.yaml", record_simulator(each, seed, spec)
            continue
        try:
            yield f"live-{each.name}.yaml", live(each, service, spec)
        except (Skipped, MarketplaceError) as reason:
            say(f"{each.name} is left out: {reason}")
        except MALFORMED as reason:
            say(f"{each.name} is left out: the answers cannot be followed ({reason})")


def _record(
    scenario: Scenario,
    target: Target,
    spec: Spec,
    source: tuple[str, str],
    now: Callable[[], float],
) -> str:
    origin = Provenance(
        scenario=scenario.name,
        shows=scenario.shows,
        source=source[0],
        spec=spec.version,
        date=source[1],
        recorder=RECORDER,
        marketplace=target.marketplace,
        operations=scenario.operations,
    )
    secrets = (target.username, target.password, target.subscription_key)
    scrubber, persister = Scrubber(target.base_url, secrets), MemoryPersister()
    with on_target(target, now) as context, recording(scrubber, persister, origin.as_dict()):
        for _ in scenario.play(context):
            pass
    text = _with_outcomes(persister.text, scenario.name)
    if found := leaks(text, scrubber.known):
        raise UnfitRecording(f"{scenario.name} would show {'; '.join(map(str, found[:3]))}")
    return text


def _with_outcomes(text: str, name: str) -> str:
    """The cassette with what its scenario gives when it is played, so secrets are gone already."""
    content = cassette_file.parse(text)
    playback = play_back(content, text)
    if playback.problems:
        raise UnfitRecording(f"{name} does not replay, {playback.problems[0]}")
    content["metadata"]["outcomes"] = list(playback.outcomes)
    return cassette_file.write(content)


def _check_access(service: Target) -> None:
    """See that the service is there and lets us in, before each scenario finds out by itself.

    Raises:
        CannotRun: It is not or does not.
    """
    with closing(ApiClient(service, Contract(load()))) as api:
        api.token()


def _wanted(only: Iterable[str], *, live: bool) -> list[Scenario]:
    known = {name: each for name, each in scenarios().items() if each.live or not live}
    names = list(only) or list(known)
    for name in names:
        if name not in known:
            raise CannotRun(f"No scenario to record is named {name}; there are {', '.join(known)}.")
    return [known[name] for name in names]


def _folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotRun(f"The folder {folder} cannot be made: {error.strerror}.") from None
    if not os.access(folder, os.W_OK):
        raise CannotRun(f"The folder {folder} cannot be written to.")
    return folder


def _publish(staging: Path, folder: Path, *, whole: bool, source: str) -> None:
    """Put a finished set into place; cassettes of the same source that it lacks go."""
    fresh = {path.name for path in staging.iterdir()}
    for name in sorted(fresh):
        (staging / name).replace(folder / name)
    for path in sorted(folder.glob("*.yaml")) if whole else ():
        if path.name not in fresh and provenance(path).source == source:
            path.unlink()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - whoever waits for it reads it there
