"""Mutants of the client: do our own tests notice random changes of what decides about money?

    python -m marketplace_contracts.mutants.client --seed 1 --count 100
    python -m marketplace_contracts.mutants.client --module retry_policy --all

Runs in the repository, since tests are not part of the package. Each mutant runs the tests of its
module in a process of its own, and is noticed when one of them fails. Survivors that change
nothing a caller could notice stand in `client_survivors.yaml` with their reasons.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import yaml

from marketplace_contracts.mutants.changes import KINDS, SourceChange, changes, is_valid

LIST = Path(__file__).with_name("client_survivors.yaml")
LONGEST = 120.0
"""Seconds after which a mutant is noticed, because its tests do not end."""
_ENGINE, _FLOWS = "tests/client/engine", "tests/client/workflows"
TESTS: Mapping[str, tuple[str, ...]] = {
    "cloud_marketplace._engine.retry_policy": (
        f"{_ENGINE}/test_retry_policy.py",
        "tests/client/test_reliability_page.py",
        f"{_ENGINE}/test_engine_rules.py",
        f"{_ENGINE}/test_engine.py",
        f"{_ENGINE}/test_retries.py",
    ),
    "cloud_marketplace._engine.retry_quota": (f"{_ENGINE}/test_retry_quota.py",),
    "cloud_marketplace._engine.request_state": (
        f"{_ENGINE}/test_engine_rules.py",
        f"{_ENGINE}/test_engine.py",
        f"{_ENGINE}/test_retries.py",
        "tests/client/observability/test_hooks.py",
    ),
    "cloud_marketplace._engine.engine": (
        f"{_ENGINE}/test_engine_rules.py",
        f"{_ENGINE}/test_engine.py",
        f"{_ENGINE}/test_retries.py",
        f"{_ENGINE}/test_waiting_for_rate.py",
        "tests/client/observability/test_waiting.py",
        "tests/client/transport/test_run_loops.py",
    ),
    "cloud_marketplace._engine.token_cache": (f"{_ENGINE}/test_token_cache.py",),
    "cloud_marketplace._engine.rate_limiter": (
        f"{_ENGINE}/test_rate_limiter.py",
        f"{_ENGINE}/test_rate_limiter_rules.py",
        f"{_ENGINE}/test_rate_in_simulated_time.py",
        f"{_ENGINE}/test_waiting_for_rate.py",
    ),
    "cloud_marketplace._workflows.place_order": (
        f"{_FLOWS}/orders/test_place_order_rules.py",
        f"{_FLOWS}/test_place_order.py",
        f"{_FLOWS}/test_uncertain_orders.py",
    ),
    "cloud_marketplace._workflows.order_matching": (
        f"{_FLOWS}/orders/test_order_matching.py",
        f"{_FLOWS}/orders/test_order_matching_rules.py",
    ),
    "cloud_marketplace._workflows.intent_store": (
        f"{_FLOWS}/intents/test_store_paths.py",
        f"{_FLOWS}/test_intent_store.py",
    ),
    "cloud_marketplace._observability.redaction": (
        "tests/client/config/test_secret.py",
        "tests/client/observability/test_canaries.py",
    ),
    "marketplace_contracts.recording.scrub": (
        "tests/recording/test_scrub_rules.py",
        "tests/recording/test_scrub.py",
    ),
    "marketplace_contracts.traffic.redaction": ("tests/traffic/test_redaction.py",),
}
"""The modules that decide about sending, waiting, ordering and hiding, with their tests."""


def path_of(module: str) -> Path:
    """Return the file of a module."""
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        raise ValueError(module)
    return Path(found.origin)


@cache
def all_changes() -> tuple[SourceChange, ...]:
    """Return every change of the modules, those that can't be parsed included."""
    return tuple(
        change for module in TESTS for change in changes(module, path_of(module).read_bytes())
    )


def can_be_tried(change: SourceChange) -> bool:
    """Tell whether a change makes a module that can be parsed."""
    return is_valid(change.apply(path_of(change.module).read_bytes()))


def changes_of(name: str = "") -> list[SourceChange]:
    """Return the changes of the modules with this last part of their name; of all without one.

    Raises:
        ValueError: If there is no such module.
    """
    modules = {module for module in TESTS if not name or f".{module}".endswith(f".{name}")}
    if not modules:
        raise ValueError(name)
    return [change for change in all_changes() if change.module in modules]


def draw(seed: int, count: int, known: Sequence[SourceChange] = ()) -> list[SourceChange]:
    """Draw changes, each kind as likely as the others; all of them if there are not more."""
    chance, left = random.Random(seed), list(known or all_changes())
    drawn: list[SourceChange] = []
    while left and len(drawn) < count:
        kind = chance.choice(KINDS)
        alike = [change for change in left if change.kind == kind]
        if alike:
            change = chance.choice(alike)
            left.remove(change)
            drawn += [change] * can_be_tried(change)
    return drawn


def is_noticed(change: SourceChange) -> bool:
    """Run the tests of a mutant; return whether one fails, or they do not end."""
    with tempfile.NamedTemporaryFile(suffix=".py") as file:
        file.write(change.apply(path_of(change.module).read_bytes()))
        file.flush()
        return not passes(TESTS[change.module], f"{change.module}={file.name}", LONGEST)


def passes(tests: Sequence[str], mutant: str = "", longest: float | None = None) -> bool:
    """Run tests, with a mutant in place of a module; return whether all pass in time."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", f"{__package__}.plugin"]
    try:
        done = subprocess.run(
            [*command, "-p", "no:cacheprovider", *tests],
            env=os.environ | {"MUTANT": mutant},
            capture_output=True,
            timeout=longest,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def judged(path: Path = LIST) -> list[dict[str, str]]:
    """Read the committed survivors: module, line of source, outcome, reason."""
    return list(yaml.safe_load(path.read_text(encoding="utf-8")) or ())


def lines_of(change: SourceChange) -> tuple[str, str]:
    """Return the first line that a change touches, before and after it."""
    source = path_of(change.module).read_bytes()
    before, after = (one.decode().splitlines() for one in (source, change.apply(source)))
    return before[change.line - 1].strip(), after[change.line - 1].strip()


def reason(change: SourceChange, entries: Sequence[Mapping[str, str]]) -> str | None:
    """Return why a survivor does not count; None if it is not listed."""
    old, new = lines_of(change)
    for entry in entries:
        if (entry["module"], entry["old"], entry["new"]) == (change.module, old, new):
            return entry["reason"]
    return None


def campaign(drawn: Sequence[SourceChange], processes: int) -> Iterator[tuple[SourceChange, bool]]:
    """Try mutants, some at a time, and yield each with whether it was noticed."""
    with ThreadPoolExecutor(processes) as pool:
        yield from zip(drawn, pool.map(is_noticed, drawn), strict=True)


def main() -> int:
    """Return 0 where at least `--least` percent of the mutants that count were noticed."""
    parser = argparse.ArgumentParser(prog=f"{__package__}.client", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--module", default="", help="the last part of a module's name")
    parser.add_argument("--all", action="store_true", help="try every change, not COUNT of them")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--least", type=float, default=90.0, help="percent that must be noticed")
    chosen = parser.parse_args()
    try:
        known = changes_of(chosen.module)
    except ValueError:
        parser.error(f"no module {chosen.module}; there are {', '.join(sorted(TESTS))}")
    drawn = [*filter(can_be_tried, known)] if chosen.all else draw(chosen.seed, chosen.count, known)
    modules = {change.module for change in drawn}
    if not passes(sorted({test for module in modules for test in TESTS[module]})):
        print("The tests fail without any mutant: run make test first.", file=sys.stderr)
        return 2
    entries, noticed, excused, survivors = judged(), 0, 0, 0
    for change, was_noticed in campaign(drawn, chosen.processes):
        why = None if was_noticed else reason(change, entries)
        noticed, excused = noticed + was_noticed, excused + (why is not None)
        if not was_noticed and why is None:
            survivors += 1
            old, new = lines_of(change)
            print(f"SURVIVED {change.module}:{change.line}\n  - {old}\n  + {new}", flush=True)
    counted = noticed + survivors
    share = 100.0 * noticed / counted if counted else 100.0
    print(f"{noticed} of {counted} mutants noticed ({share:.0f} %), {excused} judged equal")
    return 0 if share >= chosen.least else 1


if __name__ == "__main__":
    sys.exit(main())
