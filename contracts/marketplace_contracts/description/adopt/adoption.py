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
from marketplace_contracts.description.adopt.pairing import pair
from marketplace_contracts.description.diff.change import ApiChange, Changes
from marketplace_contracts.description.diff.document import Document, parse, read
from marketplace_contracts.description.diff.operations import every_change
from marketplace_contracts.description.diff.report import headline, sentences
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
        misnamed: Corrections that name a path of before.
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
    misnamed: list[Correction] = field(default_factory=list)
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
    pairing = pair(before, after)
    found = Adoption(after, before, Changes(changes), oddities(after))
    known = corrections(spec / "corrections.yaml").actions
    _, old = apply(structure(dict(before.data)), known)
    _, new = apply(pairing.aligned(structure(dict(after.data))), known)
    found.misnamed = pairing.misnamed(list(known))
    for (action, was), (_, now) in zip(old, new, strict=True):
        if was is not now:
            (found.unfit if now is CorrectionOutcome.NO_TARGET else found.needless).append(action)
    merge = Merge(ours.text, ours, after, pairing)
    found.merged = list(merge.add(changes))
    found.text = merge.text
    found.undecided = [
        change for change in found.changes if change.rule not in MERGED or change.key in merge.left
    ]
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
    lines += _section(
        f"{verb} spec/openapi.yaml", (one.place for one in found.merged if not one.left_out)
    )
    decisions = [f"{one.place}: {one.decision}" for one in found.merged]
    decisions += _decisions(found)
    lines += _section("For a person to decide", decisions)
    if not written and found.merged:
        lines += ["", "Nothing was written; run again with WRITE=1 to merge the additions."]
    return "\n".join(lines) + "\n"


def _decisions(found: Adoption) -> Iterator[str]:
    """Yield a row for each change that a person decides on."""
    ids = [change for change in found.undecided if change.rule == "operation-id-changed"]
    for sentence, change in sentences([one for one in found.undecided if one not in ids]):
        advice = ""
        if change.rule == "operation-moved" and found.misnamed:
            advice = (
                f" Rename the paths in spec/openapi.yaml, and in {len(found.misnamed)} targets"
                " of spec/corrections.yaml."
            )
        elif change.rule in MERGED:
            advice = " Our description has no place of that kind: add it by hand."
        yield f"{sentence}, {change.severity.word}. {change.meaning}{advice}"
    if ids:
        values = ", ".join(f"{one.before or 'none'} → {one.after or 'none'}" for one in ids[:3])
        more = ", …" if len(ids) > 3 else ""
        yield f"{len(ids)} operation ids changed ({values}{more}); ours have names of their own."


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
        CannotRun: The new file has no version or an older one, or a file cannot be written; then
            everything is as it was.
    """
    version = _version(found)
    head = {
        key: found.published.data[key] for key in ("openapi", "tags") if key in found.published.data
    }
    data = {**bare(head, ""), "info": {"version": version}, **structure(dict(found.published.data))}
    texts = {
        root / "spec/published" / f"{version}.structure.yaml": yaml.safe_dump(
            data, sort_keys=False
        ),
        root / "spec/openapi.yaml": found.text,
    }
    if version == found.before.version and not len(found.changes):
        return
    beside = {path: path.with_name(f".{path.name}.new") for path in texts}
    try:
        for path, text in texts.items():
            beside[path].write_text(text, encoding="utf-8")
        for path, new in beside.items():
            new.replace(path)
    except OSError as error:
        for new in beside.values():
            new.unlink(missing_ok=True)
        raise CannotRun(f"{error.filename} cannot be written: {error.strerror}.") from None


def _version(found: Adoption) -> str:
    """Return the version under which the structure of the new file is kept."""
    name, given = found.published.name, found.published.version
    version = re.search(r"\d+(\.\d+)*", given)
    if version is None:
        why = (
            f"its version {given!r} has no number" if given else "it has no version (info.version)"
        )
        raise CannotRun(f"{name} cannot be merged: {why}. Give it one, such as 1.16.")
    if _numbers(version[0]) < _numbers(found.before.version):
        known = found.before.version
        raise CannotRun(f"{name} cannot be merged: {version[0]} is older than {known}, which is.")
    return version[0]


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _section(title: str, rows: Iterable[str]) -> list[str]:
    listed = list(rows)
    return ["", f"{title} ({len(listed)})", *(f"  {row}" for row in listed)] if listed else []
