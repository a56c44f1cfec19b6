"""Record cassettes: each scenario, through our client and over real HTTP, into its own cassette.

A set of cassettes is recorded into a temporary folder, replayed and searched for secrets there, and
then moved into place as a whole, or not at all.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cloud_marketplace import MarketplaceError

from marketplace_contracts.description.spec import Spec, load
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.paths import cassettes_path
from marketplace_contracts.recording import cassette_file
from marketplace_contracts.recording.kept_fields import documented_words
from marketplace_contracts.recording.playback import play_back
from marketplace_contracts.recording.provenance import LIVE, SIMULATOR, Provenance, provenance
from marketplace_contracts.recording.scan import leaks
from marketplace_contracts.recording.scenario_context import (
    Pace,
    ScenarioContext,
    http_client,
    on_target,
)
from marketplace_contracts.recording.scenarios.scenario import Scenario, scenarios
from marketplace_contracts.recording.scrub import Scrubber
from marketplace_contracts.recording.vcr_config import MemoryPersister, recording
from marketplace_contracts.recording.vcr_library import RECORDER
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.rate import Limiter
from marketplace_contracts.service.target import Embedded, Target, from_settings
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import MALFORMED, Skipped

RATE = 30
"""Calls a minute to a live service: half of its recommended limit (facts B1)."""
CALL_SECONDS = 30.0
"""Seconds for one call to a live service, with its retries."""
ALL_SECONDS = 180.0
"""Seconds for all calls to a live service together, without waiting for the rate."""
TOKEN_ONLY = ("auth.token",)
"""Operations of a scenario that reads nothing but a token."""
GIVES_UP_AFTER = 3
"""Number of scenarios that a live service may fail in a row."""


class UnfitRecording(Exception):
    """A recording that does not replay, or that contains a secret; the text says which."""


def run(
    target: str | None = None,
    out: Path | None = None,
    *,
    seed: int = 1,
    rate: int | None = None,
    only: Iterable[str] = (),
    environ: Mapping[str, str] | None = None,
    progress: Callable[[str], object] | None = None,
    now: Callable[[], float] = time.monotonic,
) -> int:
    """Record cassettes.

    Args:
        target: Base address of a live service, with credentials from the environment. Only
            scenarios that read are recorded there, and only listed values are kept (see
            `kept_fields`). None records all scenarios from the simulator.
        out: Folder of the cassettes; None is the project's own.
        seed: Of the simulator.
        rate: Calls a minute to a live service; None is `RATE`.
        only: Names of the scenarios; none means all.
        environ: Variables; None is the process's own.
        progress: Receives each line of progress; None prints them on the error stream.
        now: Monotonic seconds; measures the time that a live service takes.

    Returns:
        Exit code: 0 when recorded, 1 when what was recorded is not fit to keep.

    Raises:
        CannotRun: A setting is wrong, the service cannot be called or fails, or the folder cannot
            be written.
    """
    progress, names = progress or _progress, tuple(only)
    if target is not None and not target.strip():
        raise CannotRun("The target is empty. Leave it out to record the simulator.")
    wanted = _wanted(names, live=target is not None)
    limiter = Limiter(rate or RATE)
    service = from_settings(target, environ=environ, limiter=limiter) if target else None
    pace = Pace(limiter, ALL_SECONDS, now)
    if service:
        _check_access(service, pace)
    folder = _folder(out or cassettes_path())
    with _staging(folder) as staging:
        try:
            texts = dict(
                _live_set(wanted, service, pace, progress) if service else _set(wanted, seed)
            )
        except UnfitRecording as reason:
            progress(f"Nothing was kept: {reason}.")
            return 1
        whole = not names and len(texts) == len(wanted)
        _publish(texts, staging, folder, whole=whole, source=LIVE if service else SIMULATOR)
    progress(
        f"{len(texts)} {'cassette' if len(texts) == 1 else 'cassettes'} recorded in {folder.name}"
    )
    return 0


def record_simulator(scenario: Scenario, seed: int = 1, spec: Spec | None = None) -> str:
    """Return the text of a scenario's cassette, from a simulator of its own.

    Raises:
        UnfitRecording: The recording is not fit to keep.
        MarketplaceError: A call of the scenario failed.
    """
    with Embedded(seed, **scenario.options) as target:
        assert target.simulator is not None
        clock = target.simulator.clock
        context = on_target(target, lambda: clock.now().timestamp())
        scrubber = Scrubber(target.base_url, _credentials(target))
        day = clock.now().date().isoformat()
        origin = _provenance(scenario, spec or load(), (SIMULATOR, day), target.marketplace)
        return _record(scenario, context, scrubber, origin)


def record_live(scenario: Scenario, target: Target, spec: Spec, pace: Pace | None = None) -> str:
    """Return the text of a scenario's cassette, from a live service that is only read.

    Raises:
        UnfitRecording: The recording is not fit to keep.
        MarketplaceError: The service refused a call.
        Skipped: The service has nothing to read.
    """
    day = datetime.now(UTC).date().isoformat()
    context = on_target(target, lambda: 0.0, pace, spec, timeout=CALL_SECONDS)
    scrubber = Scrubber(
        target.base_url, _credentials(target), words=documented_words(spec.document)
    )
    origin = _provenance(scenario, spec, (LIVE, day), target.marketplace)
    return _record(scenario, context, scrubber, origin)


def _set(wanted: Iterable[Scenario], seed: int) -> Iterator[tuple[str, str]]:
    """Yield file names and texts, recorded from the simulator."""
    spec = load()
    for each in wanted:
        yield f"{each.name}.yaml", record_simulator(each, seed, spec)


def _live_set(
    wanted: Sequence[Scenario], service: Target, pace: Pace, progress: Callable[[str], object]
) -> Iterator[tuple[str, str]]:
    """Yield file names and texts, recorded from a live service.

    A scenario is left out if the service has nothing to read for it, or fails it.

    Raises:
        CannotRun: The service fails several scenarios in a row, or every one that reads.
    """
    spec = load()
    failed: list[str] = []
    in_a_row, recorded = 0, set[str]()
    for each in wanted:
        try:
            yield f"live-{each.name}.yaml", record_live(each, service, spec, pace)
        except Skipped as reason:
            progress(f"{each.name} is left out: {reason}")
        except (MarketplaceError, *MALFORMED) as error:
            failed.append(_left_out(each, error))
            progress(failed[-1])
            in_a_row += 1
            if in_a_row == GIVES_UP_AFTER:
                raise CannotRun(f"Nothing was kept: the service fails. {failed[-1]}.") from None
        else:
            recorded.add(each.name)
            # A service that issues tokens and fails all else has recorded nothing.
            in_a_row = 0 if each.operations != TOKEN_ONLY else in_a_row
    reads = {each.name for each in wanted if each.operations != TOKEN_ONLY}
    if failed and reads and not recorded & reads:
        raise CannotRun(f"Nothing was kept: the service fails. {failed[-1]}.")
    if not recorded:
        raise CannotRun("Nothing could be recorded: no scenario could be played.")


def _left_out(scenario: Scenario, error: Exception) -> str:
    if isinstance(error, MarketplaceError):
        return f"{scenario.name} is left out: {str(error).rstrip('.')}"
    return f"{scenario.name} is left out: its responses cannot be followed ({error})"


def _record(
    scenario: Scenario, context: ScenarioContext, scrubber: Scrubber, origin: Provenance
) -> str:
    persister = MemoryPersister()
    with context, recording(scrubber, persister, origin.as_dict()):
        for _ in scenario.play(context):
            pass
    text = _with_outcomes(persister.text, scenario.name)
    if found := leaks(text, scrubber.known):
        raise UnfitRecording(f"{scenario.name} would show {'; '.join(map(str, found[:3]))}")
    return text


def _provenance(
    scenario: Scenario, spec: Spec, source: tuple[str, str], marketplace: str
) -> Provenance:
    return Provenance(
        scenario=scenario.name,
        shows=scenario.shows,
        source=source[0],
        spec=spec.version,
        date=source[1],
        recorder=RECORDER,
        marketplace=marketplace,
        operations=scenario.operations,
    )


def _credentials(target: Target) -> tuple[str, str, str]:
    return target.username, target.password, target.subscription_key


def _with_outcomes(text: str, name: str) -> str:
    """Add what the scenario returns when the cassette is played; the text has no secret by then."""
    content = cassette_file.parse(text)
    playback = play_back(content, text)
    if playback.problems:
        raise UnfitRecording(f"{name} does not replay, {playback.problems[0]}")
    content["metadata"]["outcomes"] = list(playback.outcomes)
    return cassette_file.write(content)


def _check_access(service: Target, pace: Pace) -> None:
    """Fail early if the service is unreachable or rejects the credentials.

    Raises:
        CannotRun: The service is unreachable or rejects the credentials.
    """

    def sleep(seconds: float) -> None:
        if pace.used() + seconds > ALL_SECONDS:
            raise CannotRun(f"The service asks to wait {seconds:.0f} s before it gives a token.")
        time.sleep(seconds)

    http_client(pace, trust_env=True).close()
    with closing(ApiClient(service, Contract(load()), sleep=sleep)) as client:
        client.token()


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
    return folder


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Make a temporary folder inside a folder, so that finished files only have to be renamed.

    Raises:
        CannotRun: The folder or a file in it cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".recording-", dir=folder) as staging:
            yield Path(staging)
    except OSError as error:
        raise CannotRun(f"The folder {folder} cannot be written: {error.strerror}.") from None


def _publish(
    texts: Mapping[str, str], staging: Path, folder: Path, *, whole: bool, source: str
) -> None:
    """Move a finished set into place; a whole set removes older cassettes of its source."""
    for name, text in texts.items():
        (staging / name).write_text(text, encoding="utf-8")
    old = [path for path in sorted(folder.glob("*.yaml")) if path.name not in texts]
    outdated = [path for path in old if whole and provenance(path).source == source]
    for name in sorted(texts):
        (staging / name).replace(folder / name)
    for path in outdated:
        path.unlink()


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - progress is for the terminal
