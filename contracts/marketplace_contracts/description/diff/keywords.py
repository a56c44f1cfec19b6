"""Compare the keywords of two schemas themselves, without the schemas below them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from marketplace_contracts.description.diff.normalise import CONSTRAINTS, Schema
from marketplace_contracts.description.diff.rules import EXTENSIONS, SILENT_EXTENSIONS

WIDTHS = {"int32": 1, "int64": 2, "float": 1, "double": 2}
"""Formats of numbers by how much fits into them."""
SIZES = ("minLength", "minItems", "minProperties", "maxLength", "maxItems", "maxProperties")
Difference = tuple[str, Any, Any]
"""Rule, value before and value after."""


def differences(old: Schema, new: Schema) -> Iterator[Difference]:
    """Yield what differs in everything but the parts of two schemas."""
    if old.unknown != new.unknown:
        yield "schema-not-described", old.unknown, new.unknown
        return
    yield from _types(old, new)
    if old.nullable != new.nullable:
        yield ("became-nullable" if new.nullable else "no-longer-nullable"), "", ""
    yield from _enums(old, new)
    if comparable(old, new):
        if old.types == new.types or not _both_numeric_formats(old, new):
            yield from _formats(old, new)
        yield from _limits(old, new)
        yield from _patterns(old, new)
    before, after = old.values.get("default"), new.values.get("default")
    if before != after or isinstance(before, bool) != isinstance(after, bool):
        yield "default-changed", text_of(before), text_of(after)
    if old.discriminator != new.discriminator:
        yield "discriminator-changed", old.discriminator, new.discriminator
    for keyword in CONSTRAINTS:
        if old.values.get(keyword) != new.values.get(keyword):
            before, after = old.values.get(keyword), new.values.get(keyword)
            yield (
                "constraint-changed",
                f"{keyword} {text_of(before)}",
                f"{keyword} {text_of(after)}",
            )
    yield from deprecation(old.values, new.values)
    yield from extensions(old.values, new.values)


def comparable(old: Schema, new: Schema) -> bool:
    """Tell whether any type is common; formats, limits and parts of others are not comparable."""
    if not old.types or not new.types:
        return old.types == new.types
    return bool(_spread(old.types) & _spread(new.types))


def deprecation(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    """Yield whether a parameter, header or value became deprecated, or no longer is."""
    was, now = old.get("deprecated") is True, new.get("deprecated") is True
    if was != now:
        yield ("value-deprecated" if now else "value-undeprecated"), "", ""


def extensions(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    """Yield what changed in extensions, silent ones left out."""
    names = [key for key in {**old, **new} if key.startswith("x-")]
    for name in names:
        before, after = old.get(name), new.get(name)
        if name in SILENT_EXTENSIONS or _canonical(before) == _canonical(after):
            continue
        rule = "extension-added" if before is None else EXTENSIONS.get(name, "extension-changed")
        yield rule, f"{name} {text_of(before)}", f"{name} {text_of(after)}"


def text_of(value: Any) -> str:
    """Return a value of a keyword for a report."""
    return "none" if value is None else str(value) if isinstance(value, str) else json.dumps(value)


def _canonical(value: Any) -> Any:
    """Return lists of names in extensions as sets: their order has no meaning."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return sorted(value)
    return value


# Types, words and formats


def _types(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = _spread(old.types), _spread(new.types)
    if before == after:
        return
    if (before < after and before) or not after:
        rule = "type-widened"
    elif after < before or not before:
        rule = "type-narrowed"
    else:
        rule = "type-changed"
    yield rule, _typed(old), _typed(new)


def _spread(types: frozenset[str]) -> frozenset[str]:
    """Expand types: every integer is a number, so `number` includes `integer`."""
    return types | {"integer"} if "number" in types else types


def _typed(schema: Schema) -> str:
    words = "|".join(sorted(schema.types)) or "any"
    form = schema.values.get("format")
    return f"{words} ({form})" if form in WIDTHS else words


def _enums(old: Schema, new: Schema) -> Iterator[Difference]:
    if old.enum is None or new.enum is None:
        if old.enum != new.enum:
            rule = "enum-added" if old.enum is None else "enum-removed"
            yield rule, _listed(old.enum), _listed(new.enum)
        return
    more = [one for one in new.enum if one not in old.enum]
    fewer = [one for one in old.enum if one not in new.enum]
    if more:
        yield "enum-value-added", "", _listed(more)
    if fewer:
        yield "enum-value-removed", _listed(fewer), ""


def _listed(values: Any) -> str:
    return "any" if values is None else ", ".join(text_of(value) for value in values)


def _both_numeric_formats(old: Schema, new: Schema) -> bool:
    """Tell whether the formats are widths of numbers, which the change of the type reports."""
    formats = (one.values.get("format") for one in (old, new))
    return {str(one) for one in formats if one} <= WIDTHS.keys()


def _formats(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.values.get("format"), new.values.get("format")
    if before == after:
        return
    # Without a format, clients take a number for the wider of both.
    widths = WIDTHS.get(str(before), 2), WIDTHS.get(str(after), 2)
    if {str(one) for one in (before, after) if one} <= WIDTHS.keys():
        same = widths[0] == widths[1]
        wider = "format-widened" if widths[0] < widths[1] else "format-narrowed"
        rule = "format-declared" if same else wider
    elif before is None:
        rule = "format-added"
    elif after is None:
        rule = "format-removed"
    else:
        rule = "format-changed"
    yield rule, before or "none", after or "none"


def _patterns(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = old.values.get("pattern"), new.values.get("pattern")
    if before != after:
        kind = "added" if before is None else "removed" if after is None else "changed"
        yield f"pattern-{kind}", before or "none", after or "none"


# Limits


class Bound(NamedTuple):
    """The lowest or highest value; `open` if the value itself is excluded."""

    value: Any
    keyword: str
    open: bool = False

    def __str__(self) -> str:
        return f"{self.keyword} {text_of(self.value)}"


def _limits(old: Schema, new: Schema) -> Iterator[Difference]:
    for least, sign in ((True, 1), (False, -1)):
        before, after = _bound(old, least=least), _bound(new, least=least)
        yield from _moved(before, after, sign)
    for keyword in SIZES:
        sign = 1 if keyword.startswith("min") else -1
        yield from _moved(_size(old, keyword), _size(new, keyword), sign)
    yield from _multiples(old, new)
    was, now = (one.values.get("uniqueItems") is True for one in (old, new))
    if was != now:
        rule = "limit-narrowed" if now else "limit-widened"
        yield rule, f"uniqueItems {text_of(was)}", f"uniqueItems {text_of(now)}"


def _size(schema: Schema, keyword: str) -> Bound:
    value = schema.values.get(keyword)
    # A minimum size of 0 has no effect.
    return Bound(None if not value and keyword.startswith("min") else value, keyword)


def _moved(before: Bound, after: Bound, sign: int) -> Iterator[Difference]:
    if (before.value, before.open) == (after.value, after.open):
        return
    if before.value is None or after.value is None:
        narrowed = before.value is None
    elif before.value == after.value:
        narrowed = after.open
    else:
        narrowed = (after.value - before.value) * sign > 0
    yield ("limit-narrowed" if narrowed else "limit-widened"), str(before), str(after)


def _bound(schema: Schema, *, least: bool) -> Bound:
    """Return the limit that decides; of integers, the first value that is allowed."""
    keyword, excluding = (
        ("minimum", "exclusiveMinimum") if least else ("maximum", "exclusiveMaximum")
    )
    value, beyond = schema.values.get(keyword), schema.values.get(excluding)
    step = 1 if least else -1
    if beyond is None or (value is not None and (value - beyond) * step > 0):
        return Bound(value, keyword)
    if schema.types == {"integer"} and float(beyond).is_integer():
        return Bound(int(beyond) + step, keyword)
    return Bound(beyond, excluding, open=True)


def _multiples(old: Schema, new: Schema) -> Iterator[Difference]:
    before, after = (one.values.get("multipleOf") for one in (old, new))
    if before == after:
        return
    first, second = _step(before), _step(after)
    if first is None and second is None:
        return
    if second is None or (first is not None and (first / second).denominator == 1):
        rule = "limit-widened"
    elif first is None or (second / first).denominator == 1:
        rule = "limit-narrowed"
    else:
        rule = "multiple-changed"
    yield rule, f"multipleOf {text_of(before)}", f"multipleOf {text_of(after)}"


def _step(value: Any) -> Fraction | None:
    """Return a step as written: 0.1 is a tenth."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    return Fraction(str(value))
