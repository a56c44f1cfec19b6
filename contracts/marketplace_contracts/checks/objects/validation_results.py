"""Checks of product parameters."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from marketplace_contracts.traffic.finding import Violation
from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.traffic.contract import Contract
from marketplace_contracts.description.description import Operation
from marketplace_contracts.service.probe import Probe, Row
from marketplace_contracts.service.request_factory import body_for


def _validates(operation: Operation, _: Contract) -> bool:
    return operation.id == "validation.validate_parameters"


@sequence_check("repeat", concerns=_validates)
def validation_results(probe: Probe, operation: Operation) -> Iterator[Violation]:
    """Each product and parameter gets a result, and a draft can be followed up (facts C14, E10)."""
    body = body_for(probe, operation)
    first = probe.good(operation, body=body)["data"]
    pointer = probe.contract.pointer_to("ParameterValidationResults", "data")
    sent = [product["mpn"] for product in body["products"]]
    if [result.get("mpn") for result in first] != sent:
        yield Violation("each product gets a result", probe.contract.show(first), pointer)
        return
    for product, result in zip(body["products"], first, strict=True):
        names = {parameter["name"] for parameter in product["parameters"]}
        missing = names - {parameter.get("name") for parameter in result.get("parameters", [])}
        if missing:
            observed = f"none for {', '.join(sorted(missing))}"
            yield Violation("each parameter gets a result", observed, pointer)
    yield from _choices(probe, operation, body, first)
    draft = first[0].get("draftRequestId")
    if not draft:
        rule = probe.contract.pointer_to("ProductReference", "draftRequestId")
        yield Violation("a check gives a draft to follow up", probe.contract.show(first[0]), rule)
    else:
        body["products"][0]["draftRequestId"] = draft
        again = probe.good(operation, body=body)["data"][0].get("draftRequestId")
        if again != draft:
            observed = f"{probe.contract.show(again)} for {probe.contract.show(draft)}"
            rule = probe.contract.pointer_to("ProductReference", "draftRequestId")
            yield Violation("a follow-up check stays with its draft", observed, rule)


def _choices(
    probe: Probe, operation: Operation, body: Row, first: list[Row]
) -> Iterator[Violation]:
    """A value that was offered for one that is no good is accepted."""
    for number, result in enumerate(first):
        for parameter in result.get("parameters", []):
            offered = parameter.get("valueChoices") or []
            if parameter.get("result") == "error" and offered:
                better = copy.deepcopy(body)
                for sent in better["products"][number]["parameters"]:
                    if sent["name"] == parameter["name"]:
                        sent["value"] = offered[0]["value"]
                yield from _passes(probe, operation, better, number, parameter["name"])


def _passes(
    probe: Probe, operation: Operation, body: Row, number: int, name: str
) -> Iterator[Violation]:
    results = probe.good(operation, body=body)["data"][number]["parameters"]
    told: Row = next((one for one in results if one.get("name") == name), {})
    if told.get("result") != "success" or told.get("valueError"):
        pointer = probe.contract.pointer_to("CheckedParameter", "result")
        yield Violation("a value that was offered is accepted", probe.contract.show(told), pointer)
