"""Checks of product parameters."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import body_for
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation


def _validates(operation: Operation, _: Contract) -> bool:
    return operation.id == "validation.validate_parameters"


UUID = "0b9d5fd5-0000-4000-8000-000000000001"
NONE = frozenset[str]()
ACCEPTED = {"attestation_accepted": True}
STRUCTURED = {"offer_attestation", "partner_on_record_attestation_accepted"}
"""Parameters that are sent and returned as `structured_value`."""
PARAMETERS: Mapping[str, tuple[Any, Any, frozenset[str]]] = MappingProxyType(
    {
        "tenant_preference": ("new", "neither", frozenset({"new", "existing"})),
        "microsoft_domain": ("harbour-contract-check", "not a domain", NONE),
        "microsoft_tenant_id": (UUID, UUID[:-1], NONE),
        "mca_acceptance": (True, "", NONE),
        "agreement_date": ("12-31-2026", "2026-12-31", NONE),
        "first_name_agreement": ("Ida", " ", NONE),
        "last_name_agreement": ("Moen", "", NONE),
        "email_address_agreement": ("ida@oak.example", "ida", NONE),
        "special_qualifications": (
            "Education",
            "Hobby",
            frozenset({"None", "Education", "Government", "Nonprofit"}),
        ),
        "offer_attestation": (ACCEPTED, {}, NONE),
        "partner_on_record_attestation_accepted": (ACCEPTED, {}, NONE),
    }
)
"""Microsoft's parameters with a valid value, an invalid one, and alternatives (facts E7)."""


@sequence_check("repeat", concerns=_validates)
def validation_results(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Each product and parameter gets a result, and a draft can be sent again (facts C14, E10)."""
    body = body_for(api, operation)
    first = api.json(operation, body=body)["data"]
    pointer = api.contract.pointer_to("ParameterValidationResults", "data")
    sent = [product["mpn"] for product in body["products"]]
    if [result.get("mpn") for result in first] != sent:
        yield Violation("each product gets a result", api.contract.show(first), pointer)
        return
    for product, result in zip(body["products"], first, strict=True):
        names = {parameter["name"] for parameter in product["parameters"]}
        missing = names - {parameter.get("name") for parameter in result.get("parameters", [])}
        if missing:
            observed = f"none for {', '.join(sorted(missing))}"
            yield Violation("each parameter gets a result", observed, pointer)
    yield from _choices(api, operation, body, first)
    yield from _wrong_values(api, operation, body)
    draft = first[0].get("draftRequestId")
    if not draft:
        rule = api.contract.pointer_to("ProductReference", "draftRequestId")
        yield Violation("a check gives a draft to follow up", api.contract.show(first[0]), rule)
    else:
        body["products"][0]["draftRequestId"] = draft
        again = api.json(operation, body=body)["data"][0].get("draftRequestId")
        if again != draft:
            observed = f"{api.contract.show(again)} for {api.contract.show(draft)}"
            rule = api.contract.pointer_to("ProductReference", "draftRequestId")
            yield Violation("a follow-up check stays with its draft", observed, rule)


def _wrong_values(api: ApiClient, operation: Operation, body: Row) -> Iterator[Violation]:
    """Send invalid values: each result is an error with a reason, and offers alternatives."""
    if not api.target.embedded:
        return  # elsewhere the parameters of a product are not known
    wrong = _results(api, operation, body, {name: each[1] for name, each in PARAMETERS.items()})
    right = _results(api, operation, body, {name: each[0] for name, each in PARAMETERS.items()})
    unknown = _results(api, operation, body, {"nobody_knows_this": "x"})["nobody_knows_this"]
    if unknown.get("result") != "error" or not unknown.get("valueError"):
        pointer = api.contract.pointer_to("CheckedParameter", "result")
        yield Violation("an unknown parameter is an error", api.contract.show(unknown), pointer)
    for name, (good, bad, choices) in PARAMETERS.items():
        yield from _refused(api, name, wrong.get(name) or {}, bad, choices)
        one = right.get(name) or {}
        if one.get("result") != "success" or one.get("valueError") or one.get(_key(name)) != good:
            pointer = api.contract.pointer_to("CheckedParameter", "result")
            yield Violation("a proper value is accepted", api.contract.show(one), pointer)


def _results(api: ApiClient, operation: Operation, body: Row, values: Row) -> dict[str, Row]:
    """Return the results of checking some values, by the names of their parameters."""
    asked = copy.deepcopy(body)
    asked["products"][0].pop("draftRequestId", None)
    asked["products"][0]["parameters"] = [
        {"name": name, _key(name): value} for name, value in values.items()
    ]
    results = api.json(operation, body=asked)["data"][0]["parameters"]
    return {str(one.get("name")): one for one in results}


def _key(name: str) -> str:
    return "structured_value" if name in STRUCTURED else "value"


def _refused(
    api: ApiClient, name: str, one: Row, value: Any, choices: frozenset[str]
) -> Iterator[Violation]:
    observed = api.contract.show(one)
    if one.get("result") != "error" or not one.get("valueError"):
        pointer = api.contract.pointer_to("CheckedParameter", "valueError")
        yield Violation("the result of an invalid value has a reason", observed, pointer)
    if not {choice.get("value") for choice in one.get("valueChoices") or []} >= choices:
        pointer = api.contract.pointer_to("CheckedParameter", "valueChoices")
        yield Violation("a choice is offered where the value is another", observed, pointer)
    yield from _one_default(api, one)
    if one.get(_key(name)) != value:
        pointer = api.contract.pointer_to("CheckedParameter", "value")
        yield Violation("a result has the value that was checked", observed, pointer)


def _one_default(api: ApiClient, one: Row) -> Iterator[Violation]:
    """Check that exactly one offered value is proposed, and that each has a text."""
    offered = one.get("valueChoices") or []
    proposed = [choice for choice in offered if choice.get("default")]
    if offered and (len(proposed) != 1 or not all(choice.get("label") for choice in offered)):
        pointer = api.contract.pointer_to("Choice")
        yield Violation(
            "one choice is proposed, and each has a text", api.contract.show(one), pointer
        )


def _choices(
    api: ApiClient, operation: Operation, body: Row, first: list[Row]
) -> Iterator[Violation]:
    """Check that a value offered in place of an invalid one is accepted."""
    for number, result in enumerate(first):
        for parameter in result.get("parameters", []):
            offered = parameter.get("valueChoices") or []
            if parameter.get("result") == "error" and not offered and api.target.embedded:
                pointer = api.contract.pointer_to("CheckedParameter", "valueChoices")
                observed = api.contract.show(parameter)
                yield Violation("a value that is taken has others to choose", observed, pointer)
            elif parameter.get("result") == "error" and offered:
                better = copy.deepcopy(body)
                for sent in better["products"][number]["parameters"]:
                    if sent["name"] == parameter["name"]:
                        sent["value"] = offered[0]["value"]
                yield from _passes(api, operation, better, number, parameter["name"])


def _passes(
    api: ApiClient, operation: Operation, body: Row, number: int, name: str
) -> Iterator[Violation]:
    results = api.json(operation, body=body)["data"][number]["parameters"]
    result: Row = next((one for one in results if one.get("name") == name), {})
    if result.get("result") != "success" or result.get("valueError"):
        pointer = api.contract.pointer_to("CheckedParameter", "result")
        yield Violation("a value that was offered is accepted", api.contract.show(result), pointer)
