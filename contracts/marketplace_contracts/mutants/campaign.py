"""Draw mutants of the simulator by seed, and try each in a process of its own."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

from marketplace_contracts import simulator
from marketplace_contracts.mutants.changes import KINDS, SourceChange, changes, is_valid

ROOT = Path(simulator.__file__).parent
PACKAGE = simulator.__name__
LONGEST = 240.0
"""Seconds after which a mutant is noticed, because its check does not end."""
LEFT_OUT = (
    *("faults", "seed", "control.py", "server.py", "options.py", "app.py", "listener.py"),
    *("from_schema", "adjustable_world.py", "client_options.py", "request_log.py", "serving.py"),
    "provider_token.py",
)
"""Parts that are tools of tests, or data of a world that may be any other, not behaviour; and the
identity provider, which the description does not describe."""
WORDING = frozenset({"Rejected", "LayerError", "bad_request", "conflict", "not_found", "_spent"})
"""Calls that make an error: its text is for people, and callers must not depend on it."""
LIST = Path(__file__).with_name("of_no_consequence.yaml")


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant and the checks that noticed it."""

    change: SourceChange
    found: dict[str, Any]

    @property
    def noticed(self) -> bool:
        """Tell whether the check reported anything."""
        return bool(self.found)

    @property
    def line(self) -> str:
        """Return the mutant in one line."""
        word = ", ".join(name for name in self.found if name != "example")
        where = f"{self.change.module.removeprefix(PACKAGE + '.')}:{self.change.line}"
        return f"{'noticed ' if self.noticed else 'SURVIVED'} {where} {self.change.kind} {word}"


@dataclass(frozen=True, slots=True)
class Judged:
    """Survivors that are known to have no effect outside, by file and changed line."""

    entries: tuple[dict[str, str], ...]

    def reason(self, tried: Tried) -> str | None:
        """Return why a survivor does not count; None if it is not listed."""
        old, new = lines_of(tried.change)
        for entry in self.entries:
            known = (entry["file"], entry["old"].strip(), entry.get("new", new).strip())
            if known == (path_of(tried.change), old.strip(), new.strip()):
                return entry["reason"]
        return None


def judged(path: Path = LIST) -> Judged:
    """Read the committed list; an entry of several lines becomes one for each."""
    listed = yaml.safe_load(path.read_text(encoding="utf-8")) or ()
    lines = (
        (entry, entry["old"] if isinstance(entry["old"], list) else [entry["old"]])
        for entry in listed
    )
    return Judged(tuple({**entry, "old": old} for entry, olds in lines for old in olds))


def path_of(change: SourceChange) -> str:
    """Return the file of a change, relative to the simulator's folder."""
    return change.module.removeprefix(f"{PACKAGE}.").replace(".", "/") + ".py"


def source_of(change: SourceChange) -> bytes:
    """Return the source of the module that a change is about."""
    return (ROOT / path_of(change)).read_bytes()


def lines_of(change: SourceChange) -> tuple[str, str]:
    """Return the first line that a change touches, before and after it."""
    source = source_of(change)
    before, after = (one.decode().splitlines() for one in (source, change.apply(source)))
    return before[change.line - 1], after[change.line - 1]


@cache
def all_changes() -> dict[str, list[SourceChange]]:
    """Return every change of the simulator by its kind."""
    found: dict[str, list[SourceChange]] = {kind: [] for kind in KINDS}
    for path in sorted(ROOT.rglob("*.py")):
        relative = path.relative_to(ROOT)
        if {relative.parts[0], path.name} & {*LEFT_OUT, "__init__.py"}:
            continue
        module = ".".join((PACKAGE, *relative.with_suffix("").parts))
        source = path.read_bytes()
        words = _wording(source)
        for change in changes(module, source):
            if (change.line, change.start) not in words:
                found[change.kind].append(change)
    return found


def _wording(source: bytes) -> set[tuple[int, int]]:
    """Return line and offset of each text that an error is made with."""
    starts = list(accumulate(map(len, source.splitlines(keepends=True)), initial=0))
    texts = [
        one
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in WORDING
        for one in call.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    return {(one.lineno, starts[one.lineno - 1] + one.col_offset) for one in texts}


def draw(seed: int, count: int) -> list[SourceChange]:
    """Draw changes, each kind as likely as the others."""
    chance, known = random.Random(seed), all_changes()
    drawn: list[SourceChange] = []
    while len(drawn) < count:
        change = chance.choice(known[chance.choice(KINDS)])
        if change not in drawn and is_valid(change.apply(source_of(change))):
            drawn.append(change)
    return drawn


def try_all(drawn: Sequence[SourceChange], seed: int, processes: int) -> Iterator[Tried]:
    """Try mutants, some at a time, and yield each in the order of drawing."""
    with ThreadPoolExecutor(processes) as pool:
        yield from pool.map(partial(try_one, seed=seed), drawn)


def try_unchanged(seed: int) -> Tried:
    """Run the check against the simulator as it is: what it finds there says nothing of mutants."""
    return try_one(SourceChange(f"{PACKAGE}.service", 1, "nothing", 0, 0, ""), seed)


def try_one(change: SourceChange, seed: int) -> Tried:
    """Run the check against a mutant."""
    with tempfile.NamedTemporaryFile(suffix=".py") as file:
        file.write(change.apply(source_of(change)))
        file.flush()
        command = [sys.executable, "-m", f"{__package__}.worker", change.module, file.name]
        try:
            done = subprocess.run(
                [*command, str(seed)], capture_output=True, timeout=LONGEST, check=False, text=True
            )
        except subprocess.TimeoutExpired:
            return Tried(change, {"endless": True})
    lines = done.stdout.strip().splitlines()
    return Tried(change, json.loads(lines[-1]) if lines else {"crash": done.stderr[-300:]})
