"""What a generation changes for users, as entries of a changelog."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self

from marketplace_contracts.codegen.api_changes import NameChange
from marketplace_contracts.codegen.compatibility import is_breaking, sent_models

BREAKING = "**Breaking:** "
_FORMS = (
    re.compile(r"New: `(?P<now>[^`]+)`\."),
    re.compile(r"`(?P<was>[^`]+)` was removed\."),
    re.compile(r"`(?P<was>[^`]+)` is now `(?P<now>[^`]+)`\."),
)
_SUBJECT = re.compile(r"[\w.]+")


class ChangelogEntry(NamedTuple):
    """One entry, about one name as users write it: `mp.orders.get(…)`, `models.Order.status: …`.

    Attributes:
        was: The name with its former signature or type; None if the name is new.
        now: The name with its present signature or type; None if the name was removed.
        breaks: Whether code of users may fail.
    """

    was: str | None
    now: str | None
    breaks: bool

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read the text of an entry again; None if somebody has edited it."""
        plain = text.removeprefix(BREAKING)
        for form in _FORMS:
            if found := form.fullmatch(plain):
                parts = found.groupdict()
                return cls(parts.get("was"), parts.get("now"), plain != text)
        return None

    def __str__(self) -> str:
        if self.was is None:
            said = f"New: `{self.now}`."
        else:
            verb = "was removed" if self.now is None else f"is now `{self.now}`"
            said = f"`{self.was}` {verb}."
        return f"{BREAKING if self.breaks else ''}{said}"

    @property
    def subject(self) -> str:
        """The name alone."""
        found = _SUBJECT.match(self.was or self.now or "")
        return found.group() if found else ""

    def followed_by(self, later: ChangelogEntry) -> ChangelogEntry | None:
        """Return both as one entry; None if the second change undoes the first."""
        if self.was == later.now:
            return None
        if self.was is None:
            return ChangelogEntry(None, later.now, self.breaks and later.breaks)
        was, now = (
            text if text is None else text.removeprefix(self.subject)
            for text in (self.was, later.now)
        )
        return ChangelogEntry(self.was, later.now, is_breaking(was, now))


def entries_of(changes: Iterable[NameChange], names: Mapping[str, str]) -> list[ChangelogEntry]:
    """Return an entry for each change that users notice.

    Modules that users do not import are left out, as are asynchronous twins, which change with
    their classes. A model that is new or removed is one entry without its fields.

    Args:
        changes: The public names that were added, changed or removed.
        names: The signatures of all names as they are now.
    """
    found = list(changes)
    classes = {change.name for change in found if "" in (change.was, change.now)}
    sent = sent_models(names)
    made = (_entry(change, classes, sent) for change in found)
    return [entry for entry in made if entry]


def _entry(change: NameChange, classes: set[str], sent: set[str]) -> ChangelogEntry | None:
    place, _, name = change.name.rpartition(".")
    module, _, owner = place.rpartition(".")
    if module.startswith("api.") and owner[:1].isupper() and not owner.startswith("Async"):
        # `Orders.get(self, id)` in `api.orders` is `mp.orders.get(id)` for users.
        shown = f"mp.{module.removeprefix('api.')}.{name}"
        was, now = _with_name(shown, change)
        return ChangelogEntry(_called(was), _called(now), is_breaking(change.was, change.now))
    if not change.name.startswith("models.") or place in classes:
        return None
    was, now = _with_name(
        f"models.{name}" if change.name in classes else f"models.{owner}.{name}", change
    )
    breaks = is_breaking(change.was, change.now)
    if was is None and owner in sent and change.now:
        breaks = change.now.startswith(":") and "Unset" not in change.now
    return ChangelogEntry(was, now, breaks)


def _called(method: str | None) -> str | None:
    """Return the signature of a method as its callers see it."""
    plain = method and re.sub(r"\(self(, )?", "(", method, count=1)
    return plain and re.sub(r"(?<=[\w\]])=(?=\w)", " = ", plain)


def _with_name(name: str, change: NameChange) -> tuple[str | None, str | None]:
    was, now = change.was, change.now
    return (None if was is None else name + was), (None if now is None else name + now)
