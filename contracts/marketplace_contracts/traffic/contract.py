"""What all checks share: the description, its schemas, and the secrets to keep."""

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
    """A description made ready for checking.

    Attributes:
        spec: The description.
        schemas: Its validators and shapes.
        redactor: The secrets of the run, which no finding may show.
    """

    def __init__(self, spec: Spec, redactor: Redactor | None = None) -> None:
        self.spec = spec
        self.schemas = Schemas(spec)
        self.redactor = redactor or Redactor()

    def show(self, value: Any) -> str:
        """A value that came, as one short line without secrets."""
        return self.redactor.show(value)

    def described(self, interaction: Interaction) -> Any:
        """The JSON of an answer without properties that the description does not know.

        They hurt nobody, so no comparison may hang on them: they may come with one answer and not
        with another.
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
        """Where a component, or a property that it has itself or from its parts, is described.

        A description without it gives the place where it would be.
        """
        pointer = f"#/components/schemas/{component}"
        if component not in self.spec.document.get("components", {}).get("schemas", {}):
            return pointer
        return self.schemas.shape(pointer).properties.get(name, pointer) if name else pointer

    def rows_pointer(self, operation: Operation) -> str | None:
        """The place of the schema of the rows of a list operation; None for other operations."""
        pointer = operation.success_pointer
        if operation.method != "GET" or pointer is None:
            return None
        data = self.schemas.shape(pointer).properties.get("data")
        return self.schemas.shape(data).items if data else None

    def is_list(self, operation: Operation) -> bool:
        """Whether an operation returns rows."""
        return self.rows_pointer(operation) is not None

    def detail_of(self, operation: Operation) -> tuple[Operation, str] | None:
        """What reads the object that a row stands for, with its path parameter; None for others.

        A link of the list says so; without one, a path one step further does.
        """
        if self.rows_pointer(operation) is None:
            return None
        for link in operation.links:
            if link.first_row_field == "id":
                return self.spec.operations[link.operation], next(iter(link.parameters))
        for other in self.spec.operations.values():
            if other.method == "GET" and other.path.rpartition("/{")[0] == operation.path:
                return other, other.path_parameters[0].name
        return None

    def row_fields(self, operation: Operation) -> frozenset[str]:
        """Names of the properties that rows of a list operation can have."""
        pointer = self.rows_pointer(operation)
        return frozenset(self.schemas.shape(pointer).properties) if pointer else frozenset()
