"""The calls of the resource classes as data: their names, parameters, meanings and effects.

Nothing is listed by hand: an operation that is added to the description is generated into a
resource class, and is a verb of the command line without further work.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from cloud_marketplace_api.fields import fields_of
from cloud_marketplace_api.resource import Resource

from cloud_marketplace import models
from cloud_marketplace.client import Marketplace

_READS = re.compile(r"^\s*Effect: read\b", re.MULTILINE)
_SECTION = re.compile(r"^(Args|Returns|Raises|Yields):$", re.MULTILINE)
_NO_VALUE = re.compile(r"(^|[.;] )None\b")
_ARGUMENT = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


class Kind(Enum):
    """How the text of a parameter becomes a value."""

    TEXT = "TEXT"
    TEXTS = "TEXT,..."
    WHOLE = "N"
    NUMBER = "NUMBER"
    FLAG = ""
    DAY = "YYYY-MM-DD"
    MOMENT = "MOMENT"
    PATH = "PATH"
    BODY = "FILE"
    PROGRESS = "callable"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a verb.

    Attributes:
        name: As the method has it.
        kind: How its text becomes a value.
        is_argument: Whether it is given by its place.
        is_required: Whether it must be given.
        default: Its default.
        help: What it means.
        words: Its known values, if it has an enumeration.
    """

    name: str
    kind: Kind
    is_argument: bool
    is_required: bool
    default: Any
    help: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """One method of a resource.

    Attributes:
        resource: Name of the resource, such as `orders`.
        name: Name of the method.
        effect: `read`, `write` or `order`; a method without a stated effect writes.
        help: What it does.
        parameters: Its parameters.
        page: Largest page that is known to work, if it lists rows by pages.
    """

    resource: str
    name: str
    effect: str
    help: str
    parameters: tuple[Parameter, ...] = field(default=())
    page: int | None = None

    @property
    def id(self) -> str:
        """Its name as errors and the description have it."""
        return f"{self.resource}.{self.name}"


def resources() -> dict[str, Resource[Any]]:
    """Return the resources of a client by name."""
    found = {name: inspect.getattr_static(Marketplace, name) for name in dir(Marketplace)}
    return {name: it for name, it in found.items() if isinstance(it, Resource)}


def summary_of(resource: Resource[Any]) -> str:
    """Return the first line about a resource."""
    return (inspect.getdoc(resource.load()) or "").partition("\n")[0]


def verbs_of(name: str, resource: Resource[Any]) -> Iterator[Verb]:
    """Yield the verbs of a resource, by name; those that return tokens are left out."""
    kind = resource.load()
    for method in sorted(dir(kind)):
        function = getattr(kind, method)
        if not method.startswith("_") and inspect.isfunction(function):
            verb = _verb(name, method, function)
            if verb is not None and verb.effect != "token":
                yield verb


def _verb(resource: str, name: str, function: Callable[..., Any]) -> Verb | None:
    """Describe a method; None if it needs what no command line can give."""
    from cloud_marketplace_api.operations import OPERATIONS

    text = inspect.getdoc(function) or ""
    operation = OPERATIONS.get(f"{resource}.{name}")
    effect = operation.effect if operation else ("read" if _READS.search(text) else "write")
    meanings = _meanings(text)
    parameters = []
    for each in list(inspect.signature(function).parameters.values())[1:]:
        kind = _kind(str(each.annotation))
        is_required = each.default is each.empty
        if kind is not None:
            parameters.append(_parameter(each, kind, meanings))
        elif is_required:
            return None
    page = operation.pagination.max_limit if operation and operation.pagination else None
    described = _SECTION.split(text)[0].strip()
    return Verb(resource, name, effect, described, tuple(parameters), page)


def _parameter(each: inspect.Parameter, kind: Kind, meanings: dict[str, str]) -> Parameter:
    is_required = each.default is each.empty
    annotation = str(each.annotation)
    words = () if kind is Kind.BODY else _words(annotation)
    known = f"Known words: {', '.join(words)}." if words else ""
    more = _keys(annotation) if kind is Kind.BODY else known
    return Parameter(
        name=each.name,
        kind=kind,
        is_argument=each.kind is each.POSITIONAL_OR_KEYWORD and kind is not Kind.BODY,
        is_required=is_required,
        default=None if is_required else each.default,
        help=" ".join(filter(None, (meanings.get(each.name, ""), more))),
        words=words,
    )


def _kind(annotation: str) -> Kind | None:
    """Choose by the annotation; the types of a union are its parts."""
    parts = {part.strip() for part in re.split(r"\|(?![^\[]*\])", annotation)} - {"None"}
    for wanted, kind in _KINDS:
        if parts & wanted:
            return kind
    if any(part.startswith("Mapping[") for part in parts):
        return Kind.BODY
    if any(part.startswith("Iterable[str") for part in parts):
        return Kind.TEXTS
    return None


def _words(annotation: str) -> tuple[str, ...]:
    """Return the known words of an enumeration."""
    for name in re.findall(r"\w+", annotation):
        kind = getattr(models, name, None) if name in dir(models) else None
        if isinstance(kind, type) and issubclass(kind, Enum):
            return tuple(str(word.value) for word in kind)
    return ()


def _keys(annotation: str) -> str:
    """Return the keys of a request as a sentence."""
    for name in re.findall(r"\w+", annotation):
        if name in dir(models):
            fields = fields_of(getattr(models, name)).values()
            keys = (f"{each.json_name}{'*' if each.required else ''}" for each in fields)
            return f"Keys (* is required): {', '.join(keys)}."
    return ""


def _meanings(text: str) -> dict[str, str]:
    """Read the descriptions of the arguments from a docstring."""
    _, _, rest = text.partition("\nArgs:\n")
    section = _SECTION.split(rest)[0]
    said = {name: " ".join(words.split()) for name, words in _ARGUMENT.findall(section)}
    return {name: _NO_VALUE.sub(_left_out, words) for name, words in said.items()}


def _left_out(found: re.Match[str]) -> str:
    """Replace Python's word for a value that is not given."""
    return f"{found[1]}{'leaving' if found[1].startswith(';') else 'Leaving'} it out"


_KINDS: Final = (
    ({"Progress"}, Kind.PROGRESS),
    ({"os.PathLike[str]", "Intents"}, Kind.PATH),
    ({"str"}, Kind.TEXT),
    ({"bool"}, Kind.FLAG),
    ({"int"}, Kind.WHOLE),
    ({"float"}, Kind.NUMBER),
    ({"datetime", "datetime.datetime", "dt.datetime"}, Kind.MOMENT),
    ({"date", "datetime.date", "dt.date"}, Kind.DAY),
)
"""The first match counts: a parameter that may be text is given as text."""
