"""What sequence checks see of a service: calls that must succeed, samples of lists, known ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace_contracts.traffic.finding import CheckAborted, Skipped, Violation
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.description.description import Link, Operation
from marketplace_contracts.description.schemas import at
from marketplace_contracts.service.api_client import GOOD, JSON, NO_BODY, Auth, Caller
from marketplace_contracts.service.target import Target
from marketplace_contracts.traffic.interaction import Interaction

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """The newest rows of a list.

    Attributes:
        rows: As many as one page of the largest known size holds.
        total: Rows of the whole list, as it says itself.
        interaction: The call that gave them.
    """

    rows: tuple[Row, ...]
    total: int
    interaction: Interaction

    @property
    def complete(self) -> bool:
        """Whether these are all rows there are."""
        return len(self.rows) == self.total


class Probe:
    """Drives the calls of sequence checks.

    Attributes:
        caller: Makes the calls.
        contract: What is checked against.
        target: The service.
        dead_token: A token past its life, once somebody has waited for one.
    """

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.contract: Contract = caller.results.contract
        self.target: Target = caller.target
        self._samples: dict[str, Sample] = {}
        self._created: dict[str, Mapping[str, str]] = {}
        self.dead_token: str | None = None

    def operation(self, name: str) -> Operation:
        """An operation by id.

        Raises:
            Skipped: The description has none of this name.
        """
        found = self.contract.spec.operations.get(name)
        if found is None:
            raise Skipped(f"the description has no {name}")
        return found

    def call(
        self,
        operation: Operation | str,
        ids: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = NO_BODY,
        *,
        auth: Auth = GOOD,
        media: str = JSON,
    ) -> Interaction:
        """Call an operation, whatever it answers; arguments as for `Caller.call`."""
        op = self.operation(operation) if isinstance(operation, str) else operation
        if op.effect not in {"token", "read"}:
            self._samples.clear()
        return self.caller.call(op, ids=ids, query=query, body=body, auth=auth, media=media)

    def good(
        self,
        operation: Operation | str,
        ids: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        body: Any = NO_BODY,
    ) -> Any:
        """What is described of a call that has to be answered 200; arguments as for `call`.

        Raises:
            CheckAborted: It is not.
        """
        found = self.call(operation, ids, query, body)
        if not found.ok:
            assert found.operation is not None
            observed = f"status {found.status}, {self.contract.show(found.json)}"
            pointer = f"{found.operation.pointer}/responses/200"
            raise CheckAborted(
                Violation("a proper call is answered 200 with JSON", observed, pointer)
            )
        return self.contract.described(found)

    def rows(self, operation: Operation | str, query: Mapping[str, Any] | None = None) -> list[Row]:
        """The rows of one page that has to come; rows that are no objects are left out."""
        op = self.operation(operation) if isinstance(operation, str) else operation
        body = self.good(op, self.ids(op), query)
        items = at(body, op.paging.items if op.paging else "data")
        return [row for row in items or [] if isinstance(row, dict)]

    def sample(self, operation: Operation | str) -> Sample:
        """The newest rows of a list; asked for once until something is changed."""
        op = self.operation(operation) if isinstance(operation, str) else operation
        if op.id not in self._samples:
            query = {"limit": op.paging.largest} if op.paging else {}
            rows = tuple(self.rows(op, query))
            found = self.caller.last
            assert found is not None
            total = at(found.json, op.paging.total if op.paging else "pagination.total")
            self._samples[op.id] = Sample(rows, total if isinstance(total, int) else -1, found)
        return self._samples[op.id]

    def advance(self, seconds: float) -> None:
        """Move the service's clock, which may change every list.

        Raises:
            Skipped: Nobody can.
        """
        if self.target.advance is None:
            raise Skipped("the clock of the service cannot be moved")
        self.target.advance(seconds)
        self._samples.clear()

    def forget(self) -> None:
        """Ask for every list anew."""
        self._samples.clear()

    def remember(self, operation: Operation, ids: Mapping[str, str]) -> None:
        """Keep the path parameters of an object that was made, for operations on it."""
        self._created[operation.path] = ids

    def ids(self, operation: Operation) -> Mapping[str, str]:
        """Path parameters that name an existing object; empty where there are none to give.

        Raises:
            Skipped: The service shows no such object.
        """
        if not operation.path_parameters:
            return {}
        return next(self.objects(operation))

    def objects(self, operation: Operation) -> Iterator[Mapping[str, str]]:
        """Path parameters of existing objects, the newest first.

        Raises:
            Skipped: The service shows none.
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
        """Identifiers from the rows of the list whose link, or path, leads to the object."""
        stem = operation.path.partition("}")[0] + "}"
        for lister in self.contract.spec.operations.values():
            if self.contract.rows_pointer(lister) is None or lister.path_parameters:
                continue
            field = self._key_field(lister, stem)
            if field is not None:
                return [row[field] for row in self.sample(lister).rows if field in row]
        return []

    def _key_field(self, lister: Operation, stem: str) -> str | None:
        for link in lister.responses[200].links:
            field = first_row_field(link)
            if (
                field
                and self.contract.spec.operations[link.operation].path == stem
                and field == "id"
            ):
                return field
        return "id" if stem.rpartition("/")[0] == lister.path else None


def first_row_field(link: Link) -> str | None:
    """The property of the first row that a link follows; None for other links."""
    prefix = "$response.body#/data/0/"
    for expression in link.parameters.values():
        if expression.startswith(prefix):
            return expression.removeprefix(prefix)
    return None


def body_field(link: Link) -> tuple[str, str] | None:
    """The target's parameter and the property of the answer itself that a link connects."""
    prefix = "$response.body#/"
    for name, expression in link.parameters.items():
        if expression.startswith(prefix) and "/" not in expression.removeprefix(prefix):
            return name, expression.removeprefix(prefix)
    return None
