"""Validate a description before a check calls anything.

For descriptions of users (`--spec`). Reports what is wrong in one sentence, instead of failing in
the middle of a run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marketplace_contracts.checks.registry import (
    InteractionCheck,
    SequenceCheck,
    interaction_checks,
    sequence_checks,
)
from marketplace_contracts.description.pointers import Node, escape
from marketplace_contracts.description.schemas import see_well_formed
from marketplace_contracts.description.spec import Spec
from marketplace_contracts.errors import CannotRun
from marketplace_contracts.traffic.contract import Contract


def see_usable(spec: Spec) -> None:
    """Read everything that a check reads, and validate the examples against their schemas.

    Raises:
        CannotRun: Names what is wrong with the description, and where.
    """
    try:
        see_well_formed(spec)
        contract = Contract(spec)
        for pointer in _used(contract):
            _read(contract, pointer)
        _see_examples(contract)
    except CannotRun:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a description of any form leads to
        reason = " ".join(str(error).split())[:200] or "nested too deeply"
        raise CannotRun(
            f"The description {spec.name} cannot be used: {type(error).__name__}, {reason}."
        ) from None


def _used(contract: Contract) -> Iterator[str]:
    """Compute everything that a check needs, and yield the pointers of the schemas of bodies."""
    spec = contract.spec
    _ = spec.version, spec.line("#/paths"), spec.token_operation, spec.plain_list
    checks: list[InteractionCheck | SequenceCheck] = [
        *interaction_checks().values(),
        *sequence_checks().values(),
    ]
    for operation in spec.operations.values():
        for concerns in (check.concerns for check in checks):
            concerns(operation, contract)
    yield from _schemas(spec)


def _see_examples(contract: Contract) -> None:
    spec = contract.spec
    for pointer, schema, value in _examples(spec, spec.document, "#"):
        for found in contract.schemas.violations(schema, value):
            raise CannotRun(
                f"The description {spec.name} has an example that breaks its own schema at "
                f"{pointer}: {' '.join(found.message.split())}."
            )


def _schemas(spec: Spec) -> Iterator[str]:
    """Yield the pointers of the schemas of request and response bodies."""
    for operation in spec.operations.values():
        if operation.body_pointer:
            yield operation.body_pointer
        for response in operation.responses.values():
            yield from response.content.values()


def _read(contract: Contract, start: str) -> None:
    """Compile a schema and read the shapes below it, each once."""
    contract.schemas.validator(start)
    seen, todo = set[str](), [start]
    while todo:
        pointer = contract.spec.follow(todo.pop())[1]
        if pointer in seen:
            continue
        seen.add(pointer)
        shape = contract.schemas.shape(pointer)
        usual = {name for _, names in shape.usual for name in names}
        if unknown := sorted(map(str, usual - shape.properties.keys())):
            if shape.open or not shape.properties:
                continue
            raise CannotRun(
                f"The description {contract.spec.name} names {unknown[0]} as usual "
                f"at {pointer}, where it is not a property."
            )
        more = (shape.items, shape.extra, *shape.choices, *shape.properties.values())
        todo += [each for each in more if each]


def _examples(spec: Spec, node: Any, pointer: str) -> Iterator[tuple[str, str, Any]]:
    """Yield each example of a body or parameter: its pointer, that of its schema, its value."""
    if isinstance(node, dict):
        yield from _own_examples(spec, node, pointer)
    below = node.items() if isinstance(node, dict) else enumerate(node)
    for key, inner in below:
        if isinstance(inner, dict | list) and key not in {"example", "examples", "schema"}:
            yield from _examples(spec, inner, f"{pointer}/{escape(str(key))}")


def _own_examples(spec: Spec, node: Node, pointer: str) -> Iterator[tuple[str, str, Any]]:
    if not isinstance(node.get("schema"), dict):
        return
    schema = f"{pointer}/schema"
    if "example" in node:
        yield f"{pointer}/example", schema, node["example"]
    for name in node.get("examples", {}):
        example, where = spec.follow(f"{pointer}/examples/{escape(name)}")
        if "value" in example:
            yield where, schema, example["value"]
