"""Identifiers of existing objects on a service that was not prepared for the check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from marketplace_contracts.description.operations import Operation
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Skipped


class KnownObjects:
    """Find path parameters for operations on an object.

    They come from objects that a check created, then from the list whose link, or path, leads to
    the operation: `orders.list` gives the ids for `GET /orders/{id}`.

    Args:
        contract: Describes lists and links.
        rows_of: Returns the newest rows of a list operation.
    """

    def __init__(
        self, contract: Contract, rows_of: Callable[[Operation], list[dict[str, Any]]]
    ) -> None:
        self._contract, self._rows_of = contract, rows_of
        self._created: dict[str, Mapping[str, str]] = {}

    def remember(self, operation: Operation, ids: Mapping[str, str]) -> None:
        """Keep the path parameters of a created object."""
        self._created[operation.path] = ids

    def of(self, operation: Operation) -> Iterator[Mapping[str, str]]:
        """Yield path parameters of existing objects, the newest first.

        Raises:
            Skipped: The service shows no such object.
        """
        name = operation.path_parameters[0].name
        known = self._created.get(operation.path)
        if known:
            yield known
        found = [{name: str(value)} for value in self._identifiers(operation)]
        yield from found
        if not known and not found:
            raise Skipped(f"the service shows no object to call {operation.id} with")

    def _identifiers(self, operation: Operation) -> list[Any]:
        stem = operation.path.partition("}")[0] + "}"
        for lister in self._contract.spec.operations.values():
            if lister.path_parameters or not self._contract.is_list(lister):
                continue
            if self._leads_to(lister, stem):
                return [row["id"] for row in self._rows_of(lister) if "id" in row]
        return []

    def _leads_to(self, lister: Operation, stem: str) -> bool:
        """Tell whether the ids of a list's rows are ids of the objects at a path."""
        operations = self._contract.spec.operations
        linked = any(
            operations[link.operation].path == stem and link.first_row_field == "id"
            for link in lister.links
        )
        return linked or stem.rpartition("/")[0] == lister.path
