"""One adoption: from the vendor's new file to the list of decisions for a person.

The vendor's change is the difference between the structure of the published file that we have
and the new one, so it does not depend on how our description is organised. Corrections are tried
on the new file; additions are merged into ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from marketplace_contracts.description.adopt.merge import MERGED, Merge, Merged
from marketplace_contracts.description.adopt.oddities import Oddity, oddities
from marketplace_contracts.description.diff.change import ApiChange, Changes
from marketplace_contracts.description.diff.document import Document, parse, read
from marketplace_contracts.description.diff.operations import every_change
from marketplace_contracts.description.diff.report import headline
from marketplace_contracts.description.overlay import (
    Correction,
    CorrectionOutcome,
    apply,
    corrections,
)
from marketplace_contracts.description.overlay.structure import bare, structure
from marketplace_contracts.errors import CannotRun


@dataclass(slots=True)
class Adoption:
    """The meaning of a new published file for our description.

    Attributes:
        published: The new file.
        before: The known published structure.
        changes: What the vendor changed.
        odd: Oddities of the new file.
        unfit: Corrections whose target is gone.
        needless: Corrections that the vendor has made.
        merged: Additions, merged into `text`.
        undecided: Changes that a person must decide.
        text: Our description with the additions.
    """

    published: Document
    before: Document
    changes: Changes
    odd: list[Oddity]
    unfit: list[Correction] = field(default_factory=list)
    needless: list[Correction] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    undecided: list[ApiChange] = field(default_factory=list)
    text: str = ""


def latest(folder: Path) -> Path:
    """Return the newest published structure in `spec/published/`.

    Raises:
        CannotRun: There is none.
    """
    known = sorted(
        folder.glob("*.structure.yaml"),
        key=lambda path: [int(part) for part in path.name.split(".") if part.isdigit()],
    )
    if not known:
        raise CannotRun(f"{folder} holds no published structure.")
    return known[-1]


def adopt(published: Path, root: Path) -> Adoption:
    """Compare a new published file with ours; nothing is written.

    Args:
        published: The vendor's file, YAML or JSON.
        root: The repository, with `spec/`.

    Raises:
        CannotRun: A file cannot be read or is not an OpenAPI 3 document.
    """
    spec = root / "spec"
    before, after = read(str(latest(spec / "published"))), read(str(published))
    ours = read(str(spec / "openapi.yaml"))
    changes = list(every_change(before, after))
    found = Adoption(after, before, Changes(changes), oddities(after))
    known = corrections(spec / "corrections.yaml").actions
    _, old = apply(structure(dict(before.data)), known)
    _, new = apply(structure(dict(after.data)), known)
    for (action, was), (_, now) in zip(old, new, strict=True):
        if was is not now:
            (found.unfit if now is CorrectionOutcome.NO_TARGET else found.needless).append(action)
    merge = Merge(ours.text, ours, after)
    found.merged = list(merge.add(changes))
    found.text = merge.text
    found.undecided = [change for change in found.changes if change.rule not in MERGED]
    parse("the merged description", found.text.encode())
    return found


def as_text(found: Adoption, *, written: bool) -> str:
    """Return the result as text."""
    lines = [f"The vendor's change: {headline(found.changes, found.before, found.published)}"]
    lines += _section("Odd in the new file", _odd(found))
    for title, actions in (
        ("Corrections that no longer fit", found.unfit),
        ("Corrections that are needless now", found.needless),
    ):
        lines += _section(
            title, (f"{one.target} (line {one.line}): {one.reason}" for one in actions)
        )
    verb = "Merged into" if written else "Would be merged into"
    lines += _section(f"{verb} spec/openapi.yaml", (one.place for one in found.merged))
    decisions = [f"{one.place}: {one.decision}" for one in found.merged]
    decisions += [
        f"{', '.join(change.operations[:3]) or 'document'} {change.subject}: "
        f"{change.rule.replace('-', ' ')}, {change.severity.word}. {change.meaning}"
        for change in found.undecided
    ]
    lines += _section("For a person to decide", decisions)
    if not written and found.merged:
        lines += ["", "Nothing was written; run again with WRITE=1 to merge the additions."]
    return "\n".join(lines) + "\n"


def _odd(found: Adoption) -> Iterator[str]:
    """Yield one row for each kind, with its first position."""
    lines: dict[str, list[int]] = {}
    for pointer, text in found.odd:
        lines.setdefault(text, []).append(found.published.line(pointer))
    for text, places in lines.items():
        more = f", and {len(places) - 1} more places" if len(places) > 1 else ""
        yield f"{found.published.name}:{places[0]}: {text}{more}"


def write(found: Adoption, root: Path) -> None:
    """Write our merged description, and the structure of the new file beside the known ones.

    Raises:
        CannotRun: A file cannot be written; then our description is as it was.
    """
    version = re.sub(r"[^0-9.]", "", found.published.version) or "0"
    known = root / "spec/published" / f"{version}.structure.yaml"
    head = {
        key: found.published.data[key] for key in ("openapi", "tags") if key in found.published.data
    }
    data = {**bare(head, ""), "info": {"version": version}, **structure(dict(found.published.data))}
    try:
        known.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
        beside = root / "spec/.openapi.yaml.new"
        beside.write_text(found.text, encoding="utf-8")
        beside.replace(root / "spec/openapi.yaml")
    except OSError as error:
        raise CannotRun(f"{error.filename} cannot be written: {error.strerror}.") from None


def _section(title: str, rows: Iterable[str]) -> list[str]:
    listed = list(rows)
    return ["", f"{title} ({len(listed)})", *(f"  {row}" for row in listed)] if listed else []
