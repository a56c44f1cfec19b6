"""Show a change report as text, as Markdown for a pull request, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from marketplace_contracts.description.diff.change import ApiChange, Changes
from marketplace_contracts.description.diff.document import Document
from marketplace_contracts.description.diff.rules import Severity

ORDER = (Severity.BREAKING, Severity.RISKY, Severity.COMPATIBLE)
SHOWN = 4
"""Number of operations that are named."""


def as_text(changes: Changes, old: Document, new: Document) -> str:
    """Return the report for a terminal."""
    lines = [headline(changes, old, new)]
    for severity in ORDER:
        found = changes.of(severity)
        if found:
            lines += ["", f"{severity.word} ({len(found)})"]
        for group in _together(found):
            first, where = group[0], _places(group, old, new)
            lines.append(f"  {_sentence(group)}")
            lines.append(f"      {first.rule} · {where} · {first.meaning}")
    if changes.names:
        lines += ["", "Python names concerned", *(f"  {name}" for name in changes.names)]
    return "\n".join(lines) + "\n"


def as_markdown(changes: Changes, old: Document, new: Document) -> str:
    """Return the report for a comment on a pull request."""
    parts = [f"### {headline(changes, old, new)}"]
    for severity in ORDER:
        found = changes.of(severity)
        if not found:
            continue
        rows = [
            "| change | rule | place | what it means |",
            "|---|---|---|---|",
            *(_row(group, _places(group, old, new)) for group in _together(found)),
        ]
        parts.append(f"**{severity.word}** ({len(found)})\n\n" + "\n".join(rows))
    if changes.names:
        parts.append("Python names concerned: " + ", ".join(f"`{name}`" for name in changes.names))
    return "\n\n".join(parts) + "\n"


def as_json(changes: Changes, old: Document, new: Document) -> str:
    """Return the report for programs."""
    document = {
        "old": {"name": old.name, "version": old.version},
        "new": {"name": new.name, "version": new.version},
        "bump": changes.bump,
        "counts": {severity.word: len(changes.of(severity)) for severity in ORDER},
        "names": changes.names,
        "changes": [
            {
                "severity": change.severity.word,
                "rule": change.rule,
                "direction": change.direction or None,
                "operations": list(change.operations),
                "subject": change.subject,
                "before": change.before or None,
                "after": change.after or None,
                "meaning": change.meaning,
                "names": list(change.names),
                "old": {"pointer": change.old, "line": old.line(change.old)}
                if change.old
                else None,
                "new": {"pointer": change.new, "line": new.line(change.new)}
                if change.new
                else None,
            }
            for change in changes
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def headline(changes: Changes, old: Document, new: Document) -> str:
    """Return the summary in one line, with the version bump."""
    which = f"{old.name} → {new.name}"
    if not len(changes):
        return f"{which}: no change that a client can notice"
    counts = ", ".join(
        f"{len(changes.of(severity))} {severity.word}" for severity in ORDER if changes.of(severity)
    )
    return f"{which}: {counts}; version bump: {changes.bump}"


def sentences(changes: list[ApiChange]) -> Iterator[tuple[str, ApiChange]]:
    """Yield a sentence for the changes that are one for a reader, and the first of them."""
    for group in _together(changes):
        yield _sentence(group), group[0]


def place(change: ApiChange, old: Document, new: Document) -> str:
    """Return where the change is written, with its line."""
    if change.new and not change.rule.endswith("-removed"):
        return f"{new.name}:{new.line(change.new)}"
    if change.old:
        return f"{old.name}:{old.line(change.old)}"
    return new.name


def _together(changes: list[ApiChange]) -> Iterator[list[ApiChange]]:
    """Yield the changes that are one for a reader: the same of several properties of an object."""
    found: dict[tuple[object, ...], list[ApiChange]] = {}
    for change in changes:
        above, _, name = change.subject.rpartition(".")
        alike = (change.rule, change.direction, change.operations, change.before, change.after)
        key = (*alike, above) if above and name else (change.key,)
        found.setdefault(key, []).append(change)
    yield from found.values()


def _places(changes: list[ApiChange], old: Document, new: Document) -> str:
    """Return the lines of changes in one file, the file once."""
    first, *rest = dict.fromkeys(place(change, old, new) for change in changes)
    name = first.rpartition(":")[0]
    return ", ".join((first, *(one.removeprefix(f"{name}:") for one in rest)))


def _sentence(changes: list[ApiChange]) -> str:
    change = changes[0]
    values = " → ".join(value for value in (change.before, change.after) if value)
    who = ", ".join(_operations(change))
    subject = change.subject
    if len(changes) > 1:
        subject = f"{subject.rpartition('.')[0]}.{{{', '.join(_last(one) for one in changes)}}}"
    direction = "" if not change.direction or change.direction in subject else change.direction
    text = " ".join(part for part in (who, direction, subject) if part)
    return f"{text}: {change.rule.replace('-', ' ')}" + (f" ({values})" if values else "")


def _last(change: ApiChange) -> str:
    return change.subject.rpartition(".")[2]


def _operations(change: ApiChange) -> Iterator[str]:
    yield from change.operations[:SHOWN]
    if len(change.operations) > SHOWN:
        yield f"{len(change.operations) - SHOWN} more"


def _row(changes: list[ApiChange], where: str) -> str:
    first = changes[0]
    cells = (_cell(_sentence(changes)), f"`{first.rule}`", _cell(where), first.meaning)
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
