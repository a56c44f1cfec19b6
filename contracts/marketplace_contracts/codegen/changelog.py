"""The draft of a changelog entry: what a generation changes for users, to be edited by a person.

The draft is one block under the unreleased heading, from its mark to the next blank line. Later
generations complete it: a name that is added and removed again is not mentioned, and lines that
somebody edited stay as they are.
"""

from __future__ import annotations

import re
import tempfile
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path

from marketplace_contracts.codegen.changelog_entry import BREAKING, ChangelogEntry
from marketplace_contracts.codegen.errors import CodegenError

MARK = "<!-- draft of make generate: edit, then remove this line -->"
WIDTH = 100
_HEADING = re.compile(r"#{2,6}\s.*\bunreleased\b", re.IGNORECASE)


def write_draft(changelog: Path, found: Iterable[ChangelogEntry]) -> None:
    """Write the draft under the unreleased heading, or complete the one that is there.

    Args:
        changelog: The file; it is replaced as a whole or not at all.
        found: What has changed.

    Raises:
        CodegenError: If there is no such file, no such heading in it, or it cannot be written.
    """
    name = changelog.name
    try:
        text = changelog.read_bytes().decode("utf-8")
        made = _with_draft(text, list(found))
        if made is None:
            raise CodegenError(f"{name} has no heading with the word unreleased")
        _replace(changelog.resolve(), made.encode("utf-8"))
    except UnicodeDecodeError:
        raise CodegenError(f"{name} is not UTF-8") from None
    except OSError as error:
        raise CodegenError(f"{name} was not changed: {error.strerror}") from None


def draft_of(found: Iterable[ChangelogEntry]) -> str:
    """Return entries as a list, those that break code of users first."""
    return "\n".join(_ordered(_item(entry) for entry in found))


def _item(entry: ChangelogEntry) -> str:
    return textwrap.fill(
        str(entry),
        WIDTH,
        initial_indent="- ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _ordered(items: Iterable[str]) -> list[str]:
    return sorted(items, key=lambda item: not item.startswith(f"- {BREAKING}"))


def _with_draft(text: str, found: list[ChangelogEntry]) -> str | None:
    """Return the changelog with the draft; None if it has no unreleased heading."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    start = _first(lines, 0, lambda line: bool(_HEADING.match(line)))
    if start == len(lines):
        return None
    level = len(lines[start].split()[0])
    end = _first(lines, start + 1, lambda line: bool(re.match(rf"#{{1,{level}}}\s", line)))
    mark = _first(lines[:end], start + 1, lambda line: line.strip() == MARK)
    after = start + 1 if mark == end else _first(lines, mark, lambda line: not line.strip())
    items = _completed(_items(lines[mark + 1 : after]), found)
    before = "\n".join(lines[: start + 1 if mark == end else mark]).rstrip("\n")
    draft = "\n".join([MARK, *_ordered(items)]) if items else ""
    rest = "\n".join(lines[after:]).strip("\n")
    made = "\n\n".join(part for part in (before, draft, rest) if part) + "\n"
    return made.replace("\n", ending)


def _first(lines: list[str], start: int, holds: Callable[[str], bool]) -> int:
    """Return the number of the first line for which something holds, else of the end."""
    numbers = range(start, len(lines))
    return next((number for number in numbers if holds(lines[number])), len(lines))


def _items(lines: Iterable[str]) -> list[str]:
    """Return the items of a list, each with its line breaks."""
    found: list[str] = []
    for line in lines:
        if line.startswith(("- ", "* ")) or not found:
            found.append(line)
        else:
            found[-1] += f"\n{line}"
    return found


def _completed(items: list[str], found: Iterable[ChangelogEntry]) -> list[str]:
    """Return the items of a draft after later changes."""
    kept = list(items)
    for later in found:
        for number, item in enumerate(kept):
            earlier = ChangelogEntry.parse(" ".join(item.removeprefix("- ").split()))
            if earlier and earlier.subject == later.subject:
                both = earlier.followed_by(later)
                kept[number : number + 1] = [_item(both)] if both else []
                break
        else:
            kept.append(_item(later))
    return kept


def _replace(path: Path, content: bytes) -> None:
    """Replace a file at once, with its permissions."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".changelog-") as folder:
        made = Path(folder, path.name)
        made.write_bytes(content)
        made.chmod(path.stat().st_mode & 0o777)
        made.replace(path)
