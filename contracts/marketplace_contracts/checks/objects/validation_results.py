"""Checks of product parameters."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import body_for
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.traffic.finding import Violation


def _validates(operation: Operation, _: Contract) -> bool:
    return operation.id == "validation.validate_parameters"


WRONG = {
    "tenant_preference": ("neither", {"new", "existing"}),
    "agreement_date": ("2026-13-45", set[str]()),
    "email_address_agreement": ("nobody", set[str]()),
}
"""Values of Microsoft's parameters that their documentation rules out, and what to choose (E7)."""


@sequence_check("repeat", concerns=_validates)
def validation_results(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """Each product and parameter gets a result, and a draft can be followed up (facts C14, E10)."""
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
    """Send values that cannot be right: each is an error that says why, and offers others."""
    if not api.target.embedded:
        return  # elsewhere nobody knows which parameters a product has
    asked = copy.deepcopy(body)
    asked["products"][0].pop("draftRequestId", None)
    asked["products"][0]["parameters"] = [
        {"name": name, "value": value} for name, (value, _) in WRONG.items()
    ]
    results = api.json(operation, body=asked)["data"][0]["parameters"]
    told = {one.get("name"): one for one in results}
    for name, (value, choices) in WRONG.items():
        one = told.get(name) or {}
        pointer = api.contract.pointer_to("CheckedParameter", "valueError")
        if one.get("result") != "error" or not one.get("valueError"):
            observed = api.contract.show(one)
            yield Violation("a value that cannot be right says why", observed, pointer)
        offered = {choice.get("value") for choice in one.get("valueChoices") or []}
        if not offered >= choices:
            pointer = api.contract.pointer_to("CheckedParameter", "valueChoices")
            observed = f"{api.contract.show(sorted(offered))} for {name}"
            yield Violation("a choice is offered where the value is another", observed, pointer)
        if one.get("value") != value:
            pointer = api.contract.pointer_to("CheckedParameter", "value")
            yield Violation(
                "a result has the value that was checked", api.contract.show(one), pointer
            )


def _choices(
    api: ApiClient, operation: Operation, body: Row, first: list[Row]
) -> Iterator[Violation]:
    """A value that was offered for one that is no good is accepted."""
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
    told: Row = next((one for one in results if one.get("name") == name), {})
    if told.get("result") != "success" or told.get("valueError"):
        pointer = api.contract.pointer_to("CheckedParameter", "result")
        yield Violation("a value that was offered is accepted", api.contract.show(told), pointer)
