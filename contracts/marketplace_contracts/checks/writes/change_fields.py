"""Changes, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import READ_WRITE, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.other_values import SAME, contains, other
from marketplace_contracts.service.request_factory import body_for, seated_subscription
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import CheckAborted, Skipped, Violation

OBJECTS = 8
ALWAYS = "lastModifiedDate"
CONSEQUENCES = MappingProxyType(
    {
        "renewalStatus": frozenset({"renewalDate", "expirationDate"}),
        "creditCheck": frozenset({"statusCode"}),
        "products": frozenset({"totalPrice"})
        | {f"totalSubscription{what}" for what in ("Price", "Cost", "ProviderCost")},
    }
)
"""Properties that may follow from a change of a field, beside the date of the last change."""


def reader_of(operation: Operation, contract: Contract) -> Operation | None:
    """Return the GET of the object that an operation changes."""
    stem = operation.path.partition("}")[0] + "}"
    operations = contract.spec.operations.values()
    return next((o for o in operations if o.path == stem and o.method == "GET"), None)


def changes_objects(operation: Operation, contract: Contract) -> bool:
    """Tell whether an operation changes an object that can be read."""
    return (
        operation.effect == "write"
        and operation.replayable
        and bool(operation.path_parameters)
        and reader_of(operation, contract) is not None
    )


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one field of one object.

    Attributes:
        ids: Path parameters of the object.
        before: The object before.
        field: The field that was sent.
        new: Its new value.
        returned: The response to the change.
    """

    ids: Mapping[str, str]
    before: Row
    field: str
    new: Any
    returned: Row


@sequence_check("write", concerns=changes_objects, effects=READ_WRITE)
def change_fields(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Each field sent is read back, at once and later; fields not sent stay (facts E2)."""
    reader = reader_of(operation, api.contract)
    assert reader is not None
    assert operation.body_pointer is not None
    changed = 0
    for field, pointer in api.contract.schemas.shape(operation.body_pointer).properties.items():
        change = None if field == "id" else _changed(api, operation, reader, field)
        if change is None:
            continue
        changed += 1
        yield from _kept(api, reader, change, pointer)
        yield from _twice(api, operation, change)
    if not changed:
        raise Skipped(f"the service shows nothing that {operation.id} can change")
    yield from _nothing(api, operation, reader)


def _changed(api: ApiClient, operation: Operation, reader: Operation, field: str) -> Change | None:
    """Change a field of some object; None if no other value is known or accepted."""
    schemas = api.contract.schemas
    pointer = schemas.shape(operation.body_pointer or "").properties[field]
    for ids in islice(subjects(api, operation, reader), OBJECTS):
        before = api.json(reader, ids)
        new = other(schemas, pointer, before.get(field))
        if new is not SAME and (found := taken(api, operation, ids, {field: new})) is not None:
            return Change(ids, before, field, new, found)
    return None


def subjects(
    api: ApiClient, operation: Operation, reader: Operation
) -> Iterator[Mapping[str, str]]:
    """Return objects to change: a new one where it can be created, else existing ones."""
    made = _made(api, operation)
    if made:
        yield made
    elif "products" in api.contract.schemas.shape(operation.body_pointer or "").properties:
        yield {reader.path_parameters[0].name: str(seated_subscription(api)["id"])}
    else:
        yield from api.objects(reader)


def _made(api: ApiClient, operation: Operation) -> Mapping[str, str] | None:
    """Return the path parameters of a new object, whose creation links to the change."""
    for creator in api.contract.spec.operations.values():
        if creator.effect != "write" or creator.path_parameters:
            continue
        for link in creator.links:
            if link.operation == operation.id:
                body = api.json(creator, body=body_for(api, creator))
                return {next(iter(link.parameters)): str(body["id"])}
    return None


def taken(api: ApiClient, operation: Operation, ids: Mapping[str, str], body: Row) -> Row | None:
    """Return the response to a change; None if the service refuses this object or value.

    Raises:
        CheckAborted: The service refuses a change that it must accept.
    """
    found = api.call(operation, ids, body=body)
    if found.ok:
        return dict(api.contract.described(found))
    field = next(iter(body))
    properties = api.contract.schemas.shape(operation.body_pointer or "").properties
    node, _ = api.contract.spec.follow(properties[field])
    # Free text may have further rules, and a terminal order cannot be changed.
    free = node.get("type") == "string" and "enum" not in node
    if found.status in {400, 500} and (free or operation.id == "orders.update"):
        return None
    observed = f"status {found.status} for {api.contract.show(body)}"
    pointer = f"{operation.pointer}/responses/200"
    raise CheckAborted(Violation(f"{field} can be changed", observed, pointer))


def _kept(api: ApiClient, reader: Operation, change: Change, pointer: str) -> Iterator[Violation]:
    field, show = change.field, api.contract.show
    read = api.json(reader, change.ids)
    for observed, words in ((change.returned, "returned"), (read, "read")):
        if not contains(observed.get(field), change.new):
            shown = show({"sent": change.new, "came": observed.get(field)})
            yield Violation(f"{field} is {words} as it was sent", shown, pointer)
        for name in change.before.keys() - {field, ALWAYS, *CONSEQUENCES.get(field, ())}:
            if observed.get(name) != change.before[name]:
                shown = show({"before": change.before[name], "after": observed.get(name)})
                promise = f"{name} stays when it is not sent"
                yield Violation(promise, f"after sending {field}: {shown}", pointer)


def _twice(api: ApiClient, operation: Operation, change: Change) -> Iterator[Violation]:
    """Check that a replayable change, sent again, changes nothing more."""
    first = change.returned
    again = api.json(operation, change.ids, body={change.field: change.new})
    if again != first:
        names = [name for name in first if again.get(name) != first[name]]
        observed = f"{', '.join(names)} changed once more"
        pointer = f"{operation.pointer}/x-replayable"
        yield Violation("the same change again changes nothing", observed, pointer)


def _nothing(api: ApiClient, operation: Operation, reader: Operation) -> Iterator[Violation]:
    """Check that an empty change changes nothing, if it is accepted."""
    if operation.method != "PATCH":
        return
    for ids in islice(subjects(api, operation, reader), 1):
        before = api.json(reader, ids)
        found = api.call(operation, ids, body={})
        after = api.json(reader, ids)
        if after != before:
            names = [name for name in before if after.get(name) != before[name]]
            observed = f"an empty body changed {', '.join(names)} (status {found.status})"
            yield Violation(
                "fields that are not sent stay", observed, f"{operation.pointer}/description"
            )
