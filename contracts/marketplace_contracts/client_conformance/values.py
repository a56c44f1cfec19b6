"""Values drawn from the description's schemas: valid ones, and deviating ones."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from hypothesis import strategies as st

from marketplace_contracts.description.pointers import Node
from marketplace_contracts.description.schemas import RANGES, Schemas, exclusive_as_numbers

Values: TypeAlias = "st.SearchStrategy[Any]"

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.none() | st.booleans() | NUMBERS | TEXT
ANY = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
)
"""Any JSON value."""
ZONES = st.sampled_from(("Z", "+00:00", "-05:30"))
UNKNOWN = "xContractCheck"
MOST_ITEMS = 3


class Drawn:
    """Strategies for the schemas of a description, each created once.

    Args:
        schemas: Of the description.
        wild: Whether objects may deviate from the description in every way that a reader has to
            survive: unknown properties and words, null, missing, other types.
    """

    def __init__(self, schemas: Schemas, *, wild: bool = False) -> None:
        self._schemas = schemas
        self._wild = wild
        self._made: dict[str, Values] = {}

    def of(self, pointer: str) -> Values:
        """Return the strategy for the values of a schema."""
        if pointer not in self._made:
            self._made[pointer] = st.deferred(lambda: self._build(pointer))
        return self._made[pointer]

    def _build(self, pointer: str) -> Values:
        node, where = self._schemas.spec.follow(pointer)
        values = self._bare(node, where)
        return st.none() | values if node.get("nullable") else values

    def _bare(self, node: Node, where: str) -> Values:
        for keyword in ("anyOf", "oneOf"):
            if keyword in node:
                return st.one_of(*(self.of(f"{where}/{keyword}/{i}") for i in _each(node[keyword])))
        if len(node.get("allOf", [])) == 1 and "properties" not in node:
            return self.of(f"{where}/allOf/0")
        shape = self._schemas.shape(where)
        if shape.properties or shape.open:
            return self._object(where)
        if node.get("type") == "array":
            items = self.of(shape.items) if shape.items else ANY
            return st.lists(items, min_size=node.get("minItems", 0), max_size=MOST_ITEMS)
        if "enum" in node:
            words = st.sampled_from(node["enum"])
            return words | st.just("never-heard-of") if self._wild else words
        return SCALARS.get(node.get("type", ""), _any)(node)

    def _object(self, pointer: str) -> Values:
        shape = self._schemas.shape(pointer)
        known = {name: self.of(inner) for name, inner in shape.properties.items()}
        required = {name: values for name, values in known.items() if name in shape.required}
        optional = {name: values for name, values in known.items() if name not in required}
        objects: Values = st.fixed_dictionaries(required, optional=optional)
        if shape.open:
            extra = self.of(shape.extra) if shape.extra else ANY
            objects = st.builds(_merged, st.dictionaries(TEXT, extra, max_size=3), objects)
        return st.builds(_spoilt, objects, SPOILS) if self._wild else objects


SPOILS = st.none() | st.tuples(
    st.sampled_from(("unknown", "null", "missing", "other")), st.integers(0, 63), ANY
)
"""A deviation of an object, the index of the affected property, and a value."""


def _spoilt(value: dict[str, Any], spoil: tuple[str, int, Any] | None) -> dict[str, Any]:
    if spoil is None:
        return value
    way, number, other = spoil
    if way == "unknown" or not value:
        return {**value, UNKNOWN: other}
    name = list(value)[number % len(value)]
    if way == "missing":
        return {key: inner for key, inner in value.items() if key != name}
    return {**value, name: None if way == "null" else other}


def _merged(extra: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    return {**extra, **known}


def _each(branches: list[Any]) -> range:
    return range(len(branches))


def _any(_: Node) -> Values:
    return ANY


def _boolean(_: Node) -> Values:
    return st.booleans()


def _integer(node: Node) -> Values:
    least, most = RANGES.get(node.get("format", ""), (-(2**63), 2**63 - 1))
    from_, to, above, below = _ends(node)
    return st.integers(
        least if from_ is None else math.floor(from_) + 1 if above else math.ceil(from_),
        most if to is None else math.ceil(to) - 1 if below else math.floor(to),
    )


def _number(node: Node) -> Values:
    least, most, above, below = _ends(node)
    floats = st.floats(
        least, most, exclude_min=above, exclude_max=below, allow_nan=False, allow_infinity=False
    )
    first = None if least is None else int(least) + above
    return floats | st.integers(first, None if most is None else int(most) - below)


def _ends(node: Node) -> tuple[Any, Any, bool, bool]:
    """Return the least and the largest number, and whether each of them is excluded."""
    plain = exclusive_as_numbers(node)
    over, under = plain.get("exclusiveMinimum"), plain.get("exclusiveMaximum")
    least, most = plain.get("minimum", over), plain.get("maximum", under)
    return least, most, over is not None, under is not None


def _string(node: Node) -> Values:
    if "pattern" in node:
        found: Values = st.from_regex(_inside(node["pattern"]), fullmatch=True)
        return found.filter(partial(_fits, node))
    if node.get("format") in FORMATS:
        return FORMATS[node["format"]]
    return TEXT.filter(partial(_fits, node)) if _bounded(node) else TEXT


def _bounded(node: Node) -> bool:
    return "minLength" in node or "maxLength" in node


def _fits(node: Node, text: str) -> bool:
    return bool(node.get("minLength", 0) <= len(text) <= node.get("maxLength", len(text)))


def _inside(pattern: str) -> str:
    """Return the pattern for fullmatch, without a dollar that would allow a line break."""
    return pattern.removeprefix("^").removesuffix("$")


def _moment(when: dt.datetime, zone: str, milliseconds: bool) -> str:
    text = when.isoformat(timespec="milliseconds" if milliseconds else "seconds")
    return text + zone


def _password(text: str) -> str:
    return f"Aa1-{text}xyz"


DATES = st.dates(dt.date(1970, 1, 1), dt.date(9998, 12, 31))
MOMENTS = st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(9998, 12, 31))  # noqa: DTZ001 - zones are drawn
FORMATS: dict[str, Values] = {
    "date": DATES.map(dt.date.isoformat),
    "date-time": st.builds(_moment, MOMENTS, ZONES, st.booleans()),
    "uuid": st.uuids().map(str),
    "uri-reference": st.from_regex(
        "(https://[a-z]{1,9}[.]example)?/[a-z0-9/]{0,9}", fullmatch=True
    ),
    "password": TEXT.map(_password),
}
SCALARS: dict[str, Callable[[Node], Values]] = {
    "boolean": _boolean,
    "integer": _integer,
    "number": _number,
    "string": _string,
}
