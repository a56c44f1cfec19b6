"""Created objects, read back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import READ_WRITE, Link, Operation
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.service.other_values import contains
from marketplace_contracts.service.request_factory import body_for
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation


def _reader(operation: Operation, contract: Contract) -> tuple[Link, Operation] | None:
    """Return the link from a creation to the operation that reads the object."""
    for link in operation.links:
        target = contract.spec.operations[link.operation]
        connected = link.body_field
        if target.method == "GET" and connected and connected[1] == "id":
            return link, target
    return None


def _creates(operation: Operation, contract: Contract) -> bool:
    return operation.effect == "write" and _reader(operation, contract) is not None


@sequence_check("write", concerns=_creates, effects=READ_WRITE)
def create_and_read(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """A created object is returned, read and listed as it was sent, and the list grows by one."""
    found = _reader(operation, api.contract)
    assert found is not None
    link, reader = found
    ids, body = api.ids(operation), body_for(api, operation)
    before = _listed(api, operation)
    made = api.json(operation, ids, body=body)
    name = next(iter(link.parameters))
    own = {name: str(made["id"])}
    api.remember(reader, own)
    read = api.json(reader, own)
    sent = _readable(api, operation, body)
    pointer = f"{operation.pointer}/responses/200"
    for observed, words in ((made, "returned"), (read, "read")):
        for field, value in sent.items():
            if field not in observed or not _agrees(api, operation, field, observed[field], value):
                shown = api.contract.show({field: observed.get(field)})
                yield Violation(f"{field} is {words} as it was sent", shown, pointer)
    for field in made.keys() & read.keys():
        if made[field] != read[field]:
            yield Violation("what is read is what was returned", f"{field} differs", pointer)
    yield from _one_more(api, operation, before, str(made["id"]))
    if not operation.replayable and api.json(operation, ids, body=body)["id"] == made["id"]:
        observed = f"{api.contract.show(made['id'])} again"
        yield Violation(
            "a second call makes a second object", observed, f"{operation.pointer}/x-replayable"
        )


def _agrees(api: ApiClient, operation: Operation, field: str, observed: Any, sent: Any) -> bool:
    """Tell whether a field is as it was sent; letter case is free if the enumeration has both."""
    pointer = api.contract.schemas.shape(operation.body_pointer or "").properties.get(field)
    choices = api.contract.spec.follow(pointer)[0].get("enum", []) if pointer else []
    if isinstance(observed, str) and isinstance(sent, str) and {observed, sent} <= set(choices):
        return observed.casefold() == sent.casefold()
    return contains(observed, sent)


def _readable(api: ApiClient, operation: Operation, body: Any) -> dict[str, Any]:
    """Return a body without its write-only properties."""
    assert operation.body_pointer is not None
    for visit in api.contract.schemas.visit(operation.body_pointer, body):
        for name in visit.shape.write_only & visit.value.keys():
            del visit.value[name]
    return dict(body)


def _lister(api: ApiClient, operation: Operation) -> Operation | None:
    """Return the list at the path of the creation."""
    operations = api.contract.spec.operations.values()
    return next((o for o in operations if o.path == operation.path and o.method == "GET"), None)


def _listed(api: ApiClient, operation: Operation) -> int | None:
    lister = _lister(api, operation)
    return api.newest(lister).total if lister else None


def _one_more(
    api: ApiClient, operation: Operation, before: int | None, made: str
) -> Iterator[Violation]:
    lister = _lister(api, operation)
    if lister is None or before is None:
        return
    sample = api.newest(lister)
    pointer = f"{lister.pointer}/responses/200"
    if sample.total != before + 1:
        observed = f"{sample.total} in {lister.id}, {before} before"
        yield Violation("the list has one more after a creation", observed, pointer)
    ids = [str(row.get("id")) for row in sample.rows]
    shows_ids = all("id" in row for row in sample.rows)
    if sample.complete and shows_ids and made not in ids:
        yield Violation("what was created is listed", f"{made} is not in {lister.id}", pointer)
    elif lister.sort and shows_ids and ids[0] != made:
        yield Violation("what was created is listed first", f"{ids[0]} is", lister.sort.pointer)
