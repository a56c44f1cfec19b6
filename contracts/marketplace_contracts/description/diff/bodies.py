"""Compare what is sent or received: media types and their schemas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace_contracts.description.diff.change import ApiChange, short
from marketplace_contracts.description.diff.keywords import extensions
from marketplace_contracts.description.diff.names import method_of
from marketplace_contracts.description.diff.normalise import Node, Normaliser
from marketplace_contracts.description.diff.operation import Endpoint, contents_of, schema_of
from marketplace_contracts.description.diff.schemas import SchemaComparison


def change_of(  # noqa: PLR0917 - one row, read from left to right
    rule: str,
    operation: Endpoint,
    subject: str,
    old: Node | None,
    new: Node | None,
    direction: str,
    before: str = "",
    after: str = "",
) -> ApiChange:
    """Return a change of one operation."""
    return ApiChange(
        rule,
        direction,
        subject,
        old.pointer if old else "",
        new.pointer if new else "",
        before,
        after,
        (operation.label,),
        (method_of(operation.node.value, operation.label),),
    )


@dataclass(frozen=True, slots=True)
class BodyComparison:
    """Compares bodies of one operation in one direction.

    Attributes:
        old: The document before.
        new: The document after.
        operation: The operation before.
        direction: `request` or `response`.
    """

    old: Normaliser
    new: Normaliser
    operation: Endpoint
    direction: str

    def compare(self, old: Node, new: Node, subject: str) -> Iterator[ApiChange]:
        """Yield the changes between two nodes with `content`."""
        before, after = contents_of(old), contents_of(new)
        for media, node in before.items():
            twin = after.get(media)
            if twin is None:
                yield self.change("media-type-removed", f"{subject} {media}", node, new)
            else:
                yield from self.schemas(node, twin, subject)
                yield from self._encoding(node, twin, f"{subject} {media}")
        for media, node in after.items():
            if media not in before:
                yield self.change("media-type-added", f"{subject} {media}", old, node)
        for rule, was, now in extensions(old.value, new.value):
            yield self.change(rule, subject, old, new, was, now)

    def schemas(self, old: Node, new: Node, subject: str) -> Iterator[ApiChange]:
        """Yield the changes between the schemas of two nodes."""
        comparison = SchemaComparison(self.old, self.new, self.direction, self.operation.label)
        yield from comparison.compare(schema_of(old), schema_of(new), subject)

    def _encoding(self, old: Node, new: Node, subject: str) -> Iterator[ApiChange]:
        values = [
            document.plain(node.at("encoding").value or {})
            for document, node in ((self.old, old), (self.new, new))
        ]
        if values[0] != values[1]:
            yield self.change("body-encoding-changed", subject, old, new, *map(short, values))

    def change(  # noqa: PLR0917 - one row, read from left to right
        self,
        rule: str,
        subject: str,
        old: Node | None,
        new: Node | None,
        before: str = "",
        after: str = "",
    ) -> ApiChange:
        """Return a change in this direction."""
        values = short(before), short(after)
        return change_of(rule, self.operation, subject, old, new, self.direction, *values)
