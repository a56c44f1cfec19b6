"""Violations of the description by a request, each with the name of its check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from marketplace_contracts.checks.response.body_schema import ENOUGH, promise, received
from marketplace_contracts.description.json_values import read_text
from marketplace_contracts.description.operations import JSON, Operation, Parameter
from marketplace_contracts.traffic import strict_json
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.traffic.interaction import Interaction

Named = tuple[str, Violation]
_WORD = re.compile(r"[a-z][a-z_-]{0,39}", re.IGNORECASE)


def request_violations(call: Interaction, contract: Contract) -> Iterator[Named]:
    """Yield what is wrong with a request."""
    operation = call.operation
    if operation is None:
        yield _unknown(call, contract)
        return
    for violation in _credentials(call, operation, contract):
        yield "request_credentials", violation
    for violation in _parameters(call, operation, contract):
        yield "request_parameters", violation
    for violation in _body(call, operation, contract):
        yield "request_body", violation


def _unknown(call: Interaction, contract: Contract) -> Named:
    """Leave out the ids in the path; otherwise each id would be a finding of its own."""
    parts = [unquote(part) for part in call.relative.split("/")[1:]]
    shape = "/" + "/".join(part if _WORD.fullmatch(part) else "{…}" for part in parts)
    known = contract.spec.operations.values()
    same = [one.method for one in known if contract.spec.match(one.method, call.relative)]
    observed = (
        f"the path has {', '.join(sorted(set(same)))}" if same else "no operation has this path"
    )
    pointer = "#/paths"
    return "request_operation", Violation(f"{call.method} {shape} is described", observed, pointer)


def _credentials(
    call: Interaction, operation: Operation, contract: Contract
) -> Iterator[Violation]:
    schemes = contract.spec.document.get("components", {}).get("securitySchemes", {})
    for name in operation.schemes:
        scheme = schemes.get(name, {})
        if scheme.get("type") == "apiKey" and scheme.get("name", "").lower() not in call.sent:
            promised, observed = f"the header {scheme['name']} is sent", "it is missing"
            yield Violation(promised, observed, operation.security_pointer)
        elif scheme.get("type") == "http":
            sent = call.sent.get("authorization", "").partition(" ")[0].lower()
            if sent != scheme.get("scheme"):
                observed = "another scheme" if sent else "no Authorization"
                yield Violation(f"Authorization is {name}", observed, operation.security_pointer)


def _parameters(call: Interaction, operation: Operation, contract: Contract) -> Iterator[Violation]:
    for parameter in operation.path_parameters:
        yield from _value(parameter, call.ids.get(parameter.name, ""), contract)
    sent: dict[str, list[str]] = {}
    for name, text in call.query:
        sent.setdefault(name, []).append(text)
    for name, values in sent.items():
        known = operation.parameter(name)
        if known is None:
            pointer = f"{operation.pointer}/parameters"
            shown = contract.show({name: values[0]})
            yield Violation(f"no parameter {name} is described", shown, pointer, notice=True)
            continue
        if len(values) > 1:
            yield Violation(f"{name} is sent once", f"{len(values)} times", known.pointer)
        yield from _value(known, values[0], contract)
    for parameter in operation.query_parameters:
        if parameter.required and parameter.name not in sent:
            yield Violation(f"{parameter.name} is sent", "it is missing", parameter.pointer)


def _value(parameter: Parameter, text: str, contract: Contract) -> Iterator[Violation]:
    value = read_text(parameter.schema.get("type", ""), text)
    for found in contract.schemas.violations(f"{parameter.pointer}/schema", value):
        rule = contract.spec.follow(found.pointer)[0]
        limit = rule if isinstance(rule, str | int | float) else "as described"
        yield Violation(
            f"{parameter.name}: {found.keyword} {limit}",
            contract.show({parameter.name: text}),
            found.pointer,
        )


def _body(call: Interaction, operation: Operation, contract: Contract) -> Iterator[Violation]:
    pointer = operation.body_pointer
    if pointer is None:
        if call.payload.strip():
            observed = f"{len(call.payload)} bytes"
            yield Violation("no body is described", observed, operation.pointer, notice=True)
        return
    media = call.sent.get("content-type", "").partition(";")[0].strip().lower()
    if media != JSON:
        yield Violation(f"the content type is {JSON}", media or "none", pointer)
    try:
        value = strict_json.loads(call.payload)
    except strict_json.InvalidJsonError as error:
        observed = contract.redactor.mask(str(error)) if call.payload else "no body"
        yield Violation("the body is JSON", observed, pointer)
        return
    for found in islice(contract.schemas.violations(pointer, value), ENOUGH):
        promised = promise(found, contract).replace(" is always present", " is sent")
        yield Violation(promised, received(found, contract), found.pointer)
    for visit in contract.schemas.visit(pointer, value):
        if not visit.shape.open:
            for name in visit.value.keys() - visit.shape.properties.keys():
                shown = contract.show({name: visit.value[name]})
                yield Violation(
                    f"no property {name} is described", shown, visit.pointer, notice=True
                )
