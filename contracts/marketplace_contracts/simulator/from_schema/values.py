"""Seeded JSON values that are valid against schemas of the description."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice, product
from types import MappingProxyType
from typing import Any, NamedTuple

from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.simulator.domain.seeded_random import random_source
from marketplace_contracts.simulator.from_schema.agreements import (
    CannotGenerate,
    add_up,
    leave_out,
)
from marketplace_contracts.simulator.from_schema.folded import Folded, fold
from marketplace_contracts.simulator.from_schema.texts import fitted, matching, text_of
from marketplace_contracts.traffic.interaction import exact

ATTEMPTS, TEXT_ATTEMPTS = 6, 24
COMBINATIONS = 64
"""Combinations of the branches of several choices that are tried."""
AGAIN, DEEPEST = 2, 4
"""How often a schema may contain itself before optional parts are left out, and at most."""
EVEN = 0.5
SPREAD = 1000
"""Steps between the least and the largest number that is drawn, unless the schema is narrower."""
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Spot(NamedTuple):
    """The position in a value for which a part is drawn.

    Attributes:
        topic: What the value belongs to, and its place there.
        known: Values of properties that are not drawn.
        stack: Schemas that contain the position.
        made: Choices already made for the value at this position.
    """

    topic: str
    known: Mapping[str, Any] = NOTHING
    stack: tuple[str, ...] = ()
    made: frozenset[str] = frozenset()

    def within(self, folded: Folded, name: str | int) -> Spot:
        """Return the position of a part of the value."""
        return Spot(f"{self.topic}/{name}", NOTHING, (*self.stack, *folded.places))

    def repeats(self, folded: Folded) -> int:
        """Return how often the schemas that contain a value include one of its own."""
        return max(map(self.stack.count, folded.places))


class SchemaValues:
    """Generate values of the schemas of one description.

    A value depends on the seed, its topic and its schema alone. A property's value has a topic of
    its own, so a row and a detail of one object agree although their schemas differ.

    Args:
        schemas: The description.
        seed: Of the simulator.
    """

    def __init__(self, schemas: Schemas, seed: int) -> None:
        self._schemas, self._seed = schemas, seed
        self._folded: dict[tuple[str, ...], Folded] = {}

    def value(self, pointer: str, topic: str, known: Mapping[str, Any] = NOTHING) -> Any:
        """Return a valid value.

        Args:
            pointer: The schema.
            topic: What the value belongs to, such as an object with its id.
            known: Values of top-level properties, taken where they are valid.

        Raises:
            CannotGenerate: None was found.
        """
        for attempt in range(ATTEMPTS):
            with suppress(CannotGenerate):
                again = f"{topic}~{attempt}" if attempt else topic
                draw = Draw(self, bare=attempt >= ATTEMPTS // 2)
                found = draw.draw([pointer], Spot(again, known))
                if self._schemas.validator(pointer).is_valid(found):
                    return found
        raise CannotGenerate(f"no value was found for {pointer}")

    def rng(self, topic: str) -> random.Random:
        """Return the random source of a topic."""
        return random_source(self._seed, f"from schema {topic}")

    def fold(self, pointers: Sequence[str]) -> Folded:
        """Return what must hold of a value of all these schemas."""
        key = tuple(pointers)
        if key not in self._folded:
            self._folded[key] = fold(self._schemas.spec, pointers)
        return self._folded[key]

    def fits(self, pointers: Sequence[str], value: Any) -> bool:
        """Return whether a value is valid against all these schemas."""
        return all(self._schemas.validator(pointer).is_valid(value) for pointer in pointers)


class Draw:
    """One attempt at a value.

    Args:
        values: The schemas.
        bare: Leave out what is not required.
    """

    def __init__(self, values: SchemaValues, *, bare: bool) -> None:
        self._values, self._bare = values, bare
        self._makers: Mapping[str, Callable[[Folded, Spot], Any]] = {
            "object": self._object,
            "array": self._array,
            "integer": self._number,
            "number": self._number,
            "boolean": lambda _, spot: values.rng(spot.topic).random() < EVEN,
            "null": lambda *_: None,
            "string": self._text,
        }

    def draw(self, pointers: Sequence[str], spot: Spot) -> Any:
        """Return a value of all these schemas; null where nothing else ends a recursion."""
        folded = self._values.fold(pointers)
        try:
            return self._any(folded, spot)
        except CannotGenerate:
            if self._values.fits(pointers, None):
                return None
            raise

    def _any(self, folded: Folded, spot: Spot) -> Any:
        if spot.repeats(folded) >= DEEPEST:
            raise CannotGenerate(f"{folded.places[0]} contains itself without end")
        choices = [group for group in folded.choices if group[0] not in spot.made]
        if choices:
            return self._choice(folded, choices, spot)
        if folded.values is not None:
            return self._listed(folded, spot)
        return self._makers[folded.kind()](folded, spot)

    def _choice(self, folded: Folded, choices: list[list[str]], spot: Spot) -> Any:
        """Draw with a branch of each choice, until the whole schema is satisfied."""
        rng = self._values.rng(spot.topic)
        orders = [rng.sample(group, len(group)) for group in choices]
        made = spot._replace(made=spot.made | {group[0] for group in choices})
        for chosen in islice(product(*orders), COMBINATIONS):
            with suppress(CannotGenerate):
                found = self._any(self._values.fold([*folded.places, *chosen]), made)
                if self._values.fits(folded.places, found):
                    return found
        raise CannotGenerate(f"no branch of {folded.places[0]} could be met")

    def _listed(self, folded: Folded, spot: Spot) -> Any:
        fits = self._values.fits
        usable = [v for v in folded.values or () if v is not None and fits(folded.places, v)]
        if not usable:
            raise CannotGenerate(f"{folded.places[0]} allows no value")
        return self._values.rng(spot.topic).choice(usable)

    def _object(self, folded: Folded, spot: Spot) -> Any:
        recursive = spot.repeats(folded) >= AGAIN
        found = {}
        for name, places in folded.properties.items():
            needed = name in folded.required
            wanted = [*_readings(folded.marks.get(name)), *_readings(spot.known.get(name))]
            given = [v for v in wanted if self._values.fits(places, v)]
            if given:
                found[name] = given[0]
            elif needed or not (self._bare or recursive or name in folded.hidden):
                try:
                    found[name] = self.draw(places, spot.within(folded, name))
                except CannotGenerate:
                    if needed:
                        raise
        for name in folded.required.keys() - folded.properties.keys():
            found[name] = f"{name} of {spot.topic}"
        leave_out(found, folded, spot.topic, self._values)
        add_up(found, folded, self._values)
        return found | dict(self._extra(folded, spot, len(found)))

    def _extra(self, folded: Folded, spot: Spot, count: int) -> Iterator[tuple[str, Any]]:
        """Yield additional properties: as many as are needed, and one where there are no others."""
        least = max(int(folded.limits.get("minProperties", 0)) - count, 0)
        if folded.extra and not folded.properties and not self._bare:
            least = max(least, 1)
        for number in range(1, least + 1):
            inner = spot.within(folded, f"key{number}")
            yield f"key{number}", self.draw(folded.extra, inner) if folded.extra else inner.topic

    def _array(self, folded: Folded, spot: Spot) -> Any:
        least, most = int(folded.limits.get("minItems", 0)), int(folded.limits.get("maxItems", 99))
        wanted = self._values.rng(spot.topic).randint(1, 3) if folded.items else 0
        if self._bare or spot.repeats(folded) >= AGAIN:
            wanted = least
        count = min(max(wanted, least), most)
        found: dict[str, Any] = {}
        for number in range(count * ATTEMPTS):
            if len(found) == count:
                break
            try:
                item = self._item(folded, spot.within(folded, number))
            except CannotGenerate:
                if len(found) < least:
                    raise
                break
            found.setdefault(exact(item) if folded.limits.get("uniqueItems") else str(number), item)
        return list(found.values())

    def _item(self, folded: Folded, spot: Spot) -> Any:
        return self.draw(folded.items, spot) if folded.items else spot.topic

    def _number(self, folded: Folded, spot: Spot) -> Any:
        limits, whole = folded.limits, folded.kind() == "integer"
        step = limits.get("multipleOf", 1 if whole else 0.25)
        above, below = (limits.get(f"exclusive{end}") for end in ("Minimum", "Maximum"))
        low = max(limits.get("minimum", -math.inf), -math.inf if above is None else above)
        high = min(limits.get("maximum", math.inf), math.inf if below is None else below)
        if low == -math.inf:
            low = 0 if high >= 0 else high - SPREAD * step
        high = min(high, low + SPREAD * step)
        first, last = math.ceil(low / step), math.floor(high / step)
        first += above is not None and first * step <= above
        last -= below is not None and last * step >= below
        if first > last:
            raise CannotGenerate(f"{folded.places[0]} allows no number")
        return self._values.rng(spot.topic).randint(first, last) * step

    def _text(self, folded: Folded, spot: Spot) -> str:
        for attempt in range(TEXT_ATTEMPTS):
            rng = self._values.rng(f"{spot.topic}#{attempt}" if attempt else spot.topic)
            try:
                text = _one_text(folded, spot.topic, rng, attempt)
            except ValueError as error:
                raise CannotGenerate(str(error)) from None
            if self._values.fits(folded.places, text):
                return text
        raise CannotGenerate(f"no text was found for {folded.places[0]}")


def _readings(value: Any) -> list[Any]:
    """Return a known value, and the number that its text may stand for in a schema."""
    if value is None:
        return []
    number = isinstance(value, str) and value.isascii() and value.isdigit()
    return [value, int(value)] if number else [value]


def _one_text(folded: Folded, topic: str, rng: random.Random, attempt: int) -> str:
    if folded.patterns:
        return matching(folded.patterns[attempt % len(folded.patterns)], rng, 1 + attempt // 2)
    limits = folded.limits
    name = topic.rstrip("0123456789/").rpartition("/")[2].partition("~")[0]
    text = text_of(limits.get("format", ""), name, rng)
    return fitted(text, limits.get("minLength", 0), limits.get("maxLength"), rng)
