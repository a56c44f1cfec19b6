"""`x-usual`, operation by operation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.support.usual import ENOUGH
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.description.schemas import Visit
from marketplace_contracts.service.api_client import ApiClient
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation

OBJECTS = ENOUGH + 5
EMPTY: tuple[Any, ...] = (None, "", [])
Key: TypeAlias = tuple[str, str, str]
"""The component, the rule, and the position in a response."""


def _reads(operation: Operation, contract: Contract) -> bool:
    """Tell whether an operation returns a list or a single object."""
    if operation.method != "GET" or operation.success_pointer is None:
        return False
    if not operation.path_parameters:
        return contract.rows_pointer(operation) is not None
    return operation.path.endswith("}")


@sequence_check("body", concerns=_reads)
def usual_shown(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Each required or usual property has a value in at least some of the objects read."""
    pointer = operation.success_pointer
    assert pointer is not None
    objects: Counter[Key] = Counter()
    seen: Counter[tuple[Key, str]] = Counter()
    promise: dict[Key, tuple[str, ...]] = {}
    for body in _bodies(api, operation):
        for visit in api.contract.schemas.visit(pointer, body):
            for rule, names in (*visit.shape.usual, *_required(visit)):
                key = (visit.shape.names[0] if visit.shape.names else "an object", rule, _at(visit))
                promise[key] = names
                objects[key] += 1
                seen.update((key, n) for n in names if visit.value.get(n) not in EMPTY)
            for rule, name, names in visit.shape.usual_names:
                key = (name, rule, _at(visit))
                promise[key] = names
                given = {one.get("name") for one in visit.value.get(name) or [] if _is_object(one)}
                objects[key] += bool(given)
                seen.update((key, n) for n in names if n in given)
    for key, names in promise.items():
        for name in names:
            if objects[key] >= ENOUGH and not seen[(key, name)]:
                observed = f"it had a value in none of {objects[key]} of {operation.id}{key[2]}"
                yield Violation(f"{name} is usual in {key[0]}", observed, key[1])


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _required(visit: Visit) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Required properties must also be non-empty in at least some objects."""
    if visit.shape.required:
        yield visit.pointer, tuple(sorted(visit.shape.required))


def _at(visit: Visit) -> str:
    """Return where objects are, without list indexes: prices do not count for costs."""
    return "".join(f"/{step}" for step in visit.path if isinstance(step, str))


def _bodies(api: ApiClient, operation: Operation) -> Iterator[Any]:
    """Return the newest rows of a list, or the details of objects from all over their list."""
    if not operation.path_parameters:
        sample = api.newest(operation)
        yield sample.interaction.json
        return
    ids = list(api.objects(operation))
    for one in islice(ids[:: max(1, len(ids) // OBJECTS)], OBJECTS):
        yield api.json(operation, one)
