"""The input of all checks: the description, its schemas, and the secrets to redact."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from marketplace_contracts.description.operations import Operation
from marketplace_contracts.description.schemas import Schemas
from marketplace_contracts.description.spec import Spec
from marketplace_contracts.traffic.interaction import Interaction
from marketplace_contracts.traffic.redaction import Redactor


class Contract:
    """A description prepared for checking.

    Attributes:
        spec: The description.
        schemas: Its validators and shapes.
        redactor: The secrets of the run, which no finding may contain.
    """

    def __init__(self, spec: Spec, redactor: Redactor | None = None) -> None:
        self.spec = spec
        self.schemas = Schemas(spec)
        self.redactor = redactor or Redactor()

    def show(self, value: Any) -> str:
        """Return a received value as one short line without secrets."""
        return self.redactor.show(value)

    def described(self, interaction: Interaction) -> Any:
        """Return the JSON of a response without undescribed properties.

        They may be in one response and missing in the next, so no comparison may depend on them.
        """
        pointer = interaction.schema_pointer
        if pointer is None or not any(self._strange(pointer, interaction.json)):
            return interaction.json
        kept = copy.deepcopy(interaction.json)
        for value, name in list(self._strange(pointer, kept)):
            del value[name]
        return kept

    def _strange(self, pointer: str, value: Any) -> Iterator[tuple[dict[str, Any], str]]:
        for visit in self.schemas.visit(pointer, value):
            if not visit.shape.open:
                for name in visit.value.keys() - visit.shape.properties.keys():
                    yield visit.value, name

    def pointer_to(self, component: str, name: str = "") -> str:
        """Return where a component, or a property of it or of its parts, is described.

        If it is not described, return where it would be.
        """
        pointer = f"#/components/schemas/{component}"
        if component not in self.spec.document.get("components", {}).get("schemas", {}):
            return pointer
        return self.schemas.shape(pointer).properties.get(name, pointer) if name else pointer

    def rows_pointer(self, operation: Operation) -> str | None:
        """Return the pointer of the rows' schema of a list operation; None for other operations."""
        pointer = operation.success_pointer
        if operation.method != "GET" or pointer is None:
            return None
        data = self.schemas.shape(pointer).properties.get("data")
        return self.schemas.shape(data).items if data else None

    def is_list(self, operation: Operation) -> bool:
        """Tell whether an operation returns rows."""
        return self.rows_pointer(operation) is not None

    def detail_of(self, operation: Operation) -> tuple[Operation, str] | None:
        """Return the operation that reads a row in full, and its path parameter; None for others.

        A link of the list defines it; without a link, the path with one more segment does, if the
        row's id is all that it needs.
        """
        if self.rows_pointer(operation) is None:
            return None
        for link in operation.links:
            if link.first_row_field == "id":
                return self.spec.operations[link.operation], next(iter(link.parameters))
        for other in self.spec.operations.values():
            below = other.method == "GET" and other.path.rpartition("/{")[0] == operation.path
            if below and len(other.path_parameters) == 1:
                return other, other.path_parameters[0].name
        return None

    def row_fields(self, operation: Operation) -> frozenset[str]:
        """Return the names of the properties that rows of a list operation can have."""
        pointer = self.rows_pointer(operation)
        return frozenset(self.schemas.shape(pointer).properties) if pointer else frozenset()
