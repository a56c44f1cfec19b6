"""Which parts of the description were exercised, and by what.

Parts of an operation are its statuses, its parameters, the properties of its request body, the
rules of that body that some request broke on purpose, and its documented examples. Coverage shows
what was tried; whether it is right is for the checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from marketplace_contracts.settings import PHASES
from marketplace_contracts.traffic.finding import MALFORMED
from marketplace_contracts.traffic.interaction import Interaction, exact

if TYPE_CHECKING:
    from marketplace_contracts.description.operations import Operation
    from marketplace_contracts.description.schemas import SchemaViolation
    from marketplace_contracts.traffic.contract import Contract

PROPERTY_TESTS, CASSETTES, CHECKS = "property tests", "cassettes", "checks"
WAYS: Final = (PROPERTY_TESTS, CHECKS, CASSETTES)
"""What can exercise a part."""
STATUS, PARAMETER, PROPERTY, RULE, EXAMPLE = (
    *("status", "parameter", "body property", "body rule", "example"),
)
KINDS: Final = (STATUS, PARAMETER, PROPERTY, RULE, EXAMPLE)
_RULES: Final = (
    *("type", "enum", "required", "minimum", "maximum", "minLength", "maxLength", "pattern"),
    *("minItems", "maxItems", "format"),
)
_DEEPEST: Final = 6


class Part(NamedTuple):
    """A part of the description that can be exercised."""

    operation: str
    kind: str
    name: str


class Coverage:
    """Remembers which parts were exercised, and in which way.

    Args:
        contract: The description.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._seen: set[tuple[Part, str]] = set()

    def record(self, interaction: Interaction) -> None:
        """Note what a call exercises."""
        if interaction.operation is None:
            return
        way = _way(interaction.source)
        for kind, name in self._exercised(interaction, interaction.operation):
            self._seen.add((Part(interaction.operation.id, kind, name), way))

    def ways(self, part: Part) -> list[str]:
        """Return in which ways a part was exercised; empty for never."""
        return [way for way in WAYS if (part, way) in self._seen]

    def parts(self) -> Iterator[Part]:
        """Yield all parts of the description, in its order."""
        for operation in self._contract.spec.operations.values():
            for kind, name in self._described(operation):
                yield Part(operation.id, kind, name)

    def _described(self, operation: Operation) -> Iterator[tuple[str, str]]:
        yield from ((STATUS, str(status)) for status in operation.responses)
        yield from ((PARAMETER, parameter.name) for parameter in operation.parameters)
        if operation.body_pointer:
            yield from self._body(operation.body_pointer)
        yield from ((EXAMPLE, _example(number)) for number, _ in enumerate(operation.examples, 1))

    def _body(self, pointer: str) -> Iterator[tuple[str, str]]:
        rules: dict[str, None] = {}
        for path, place in self._properties(pointer, ()):
            if path:
                yield PROPERTY, ".".join(path)
            rules |= dict.fromkeys(_rule(path, rule) for rule in self._rules(place))
        yield from ((RULE, name) for name in rules)

    def _rules(self, pointer: str) -> Iterator[str]:
        """Yield the rules of a schema, with those of the parts that it is put together from."""
        node, place = self._contract.spec.follow(pointer)
        yield from (rule for rule in _RULES if rule in node)
        for group in ("allOf", "anyOf", "oneOf"):
            for number, _ in enumerate(node.get(group, ())):
                yield from self._rules(f"{place}/{group}/{number}")

    def _properties(
        self, pointer: str, path: tuple[str, ...]
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the schema at a place and those of its properties, with the way to each."""
        yield path, pointer
        if len(path) == _DEEPEST:
            return
        shape = self._contract.schemas.shape(pointer)
        if shape.items:
            yield from self._properties(shape.items, (*path, "[]"))
        for name, place in shape.properties.items():
            yield from self._properties(place, (*path, name))

    def _exercised(
        self, interaction: Interaction, operation: Operation
    ) -> Iterator[tuple[str, str]]:
        yield STATUS, str(interaction.status)
        yield from ((PARAMETER, name) for name in interaction.ids)
        yield from ((PARAMETER, name) for name, _ in interaction.query)
        sent = interaction.sent_json
        if sent is None or operation.body_pointer is None:
            return
        yield from ((PROPERTY, name) for name in _names(sent, ()))
        for violation in self._broken(operation.body_pointer, sent):
            steps = ["[]" if isinstance(step, int) else step for step in violation.path]
            yield RULE, _rule(steps, violation.pointer.rpartition("/")[2])
        text = exact(sent)
        for number, example in enumerate(operation.examples, 1):
            if exact(example) == text:
                yield EXAMPLE, _example(number)

    def _broken(self, pointer: str, sent: Any) -> list[SchemaViolation]:
        try:
            return list(self._contract.schemas.violations(pointer, sent))
        except MALFORMED:  # the validator takes no lone surrogates, as some requests have
            return []

    def as_list(self) -> list[list[str]]:
        """Return plain values, for another process to add up."""
        return sorted([*part, way] for part, way in self._seen)

    def add(self, other: Iterable[list[str]]) -> None:
        """Add what `as_list` returned."""
        self._seen |= {(Part(*part), way) for *part, way in other}


@cache
def _way(source: str) -> str:
    if source in PHASES:
        return PROPERTY_TESTS
    return CASSETTES if source.startswith("cassette ") else CHECKS


def _rule(path: Iterable[str], rule: str) -> str:
    return f"{'.'.join(path) or 'body'}: {rule}"


def _example(number: int) -> str:
    return f"example {number}"


def _names(value: object, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _names(each, (*path, "[]"))
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield ".".join((*path, name))
            yield from _names(inner, (*path, name))
