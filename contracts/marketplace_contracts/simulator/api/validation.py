"""Handler of parameter validation: invalid values are part of a 200 response (facts C14, E10)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.domain.catalog import find_product
from marketplace_contracts.simulator.domain.errors import not_found
from marketplace_contracts.simulator.domain.json_object import JsonObject

TAKEN = frozenset({"contoso", "newtenant1", "harbourbakery.example"})
"""Domains that are not available in any world."""

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9-]+)*", re.IGNORECASE | re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """The accepted values of one parameter.

    Attributes:
        kind: Kind of input, as stated in responses.
        fault: Returns what is wrong with a value; None for a valid one.
        choices: Values to choose from.
        structured: Whether the value is sent as `structured_value`.
    """

    kind: str
    fault: Callable[[Any], str | None]
    choices: tuple[str, ...] = ()
    structured: bool = False


def validate_parameters(call: Call) -> JsonObject:
    """Handle `validation.validate_parameters`: one result for each parameter.

    A request with the `draftRequestId` of an earlier response adds to its parameters.

    Raises:
        Rejected: 404 for an unknown customer or product, 500 for an ambiguous one.
    """
    if call.body["customerId"] not in call.world.customers:
        raise not_found("Customer", call.body["customerId"])
    return {"data": [_check(call, entry) for entry in call.body["products"]]}


def _check(call: Call, entry: JsonObject) -> JsonObject:
    product = find_product(call.world, entry)
    draft = entry.get("draftRequestId") or call.world.new_draft_id()
    known = call.world.drafts.setdefault(draft, {})
    known.update({parameter["name"]: parameter for parameter in entry["parameters"]})
    return {
        "id": product.id,
        "mpn": product.mpn,
        "vendor": product.plan.vendor,
        "billingPeriod": product.plan.billing_period.document(),
        "subscriptionPeriod": product.plan.period.document(),
        "draftRequestId": draft,
        "parameters": [_result(parameter) for parameter in known.values()],
    }


def _result(parameter: JsonObject) -> JsonObject:
    name = parameter["name"]
    rule = RULES.get(name)
    given = "structured_value" if rule and rule.structured else "value"
    fault = rule.fault(parameter.get(given)) if rule else "unknown"
    shown: JsonObject = {
        "name": name,
        "result": "error" if fault else "success",
        "message": f"{name}: {fault}" if fault else f"{name} is accepted",
        "phase": "ordering",
        "reconciliation": False,
        "type": rule.kind if rule else "text",
    }
    for key in ("value", "structured_value"):
        if key in parameter:
            shown[key] = parameter[key]
    if fault:
        shown["valueError"] = fault
        shown["valueChoices"] = _choices(rule, parameter.get("value"))
    return shown


def _choices(rule: Rule | None, value: object) -> list[JsonObject]:
    """Return alternative values; for a domain in use, a free one."""
    values = rule.choices if rule else ()
    if rule and rule.fault is _domain_fault and isinstance(value, str) and value in TAKEN:
        values = (f"{value}-2",)
    return [
        {"label": value, "value": value, "default": number == 0}
        for number, value in enumerate(values)
    ]


def _domain_fault(value: object) -> str | None:
    if not isinstance(value, str) or not _LABEL.fullmatch(value):
        return "not a domain name"
    return "taken" if value.lower() in TAKEN else None


def _date_fault(value: object) -> str | None:
    """Accept dates in the form MM-DD-YYYY (facts E7)."""
    try:
        datetime.strptime(str(value), "%m-%d-%Y")  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return "expected MM-DD-YYYY"
    return None


def _pattern(pattern: re.Pattern[str], fault: str) -> Callable[[Any], str | None]:
    def check(value: object) -> str | None:
        return None if isinstance(value, str) and pattern.fullmatch(value) else fault

    return check


def _one_of(*choices: str) -> Rule:
    def check(value: object) -> str | None:
        return None if value in choices else f"expected one of {', '.join(choices)}"

    return Rule("choice", check, choices)


def _text_fault(value: object) -> str | None:
    return None if isinstance(value, str) and value.strip() else "expected text"


def _acceptance_fault(value: object) -> str | None:
    return None if isinstance(value, (bool, str)) and value else "must be accepted"


def _object_fault(value: object) -> str | None:
    return None if isinstance(value, dict) and value else "expected structured_value"


RULES = {
    "domain": Rule("text", _domain_fault),
    "microsoft_domain": Rule("text", _domain_fault),
    "microsoft_tenant_id": Rule("text", _pattern(_UUID, "not a tenant id")),
    "tenant_preference": _one_of("new", "existing"),
    "mca_acceptance": Rule("checkbox", _acceptance_fault),
    "agreement_date": Rule("text", _date_fault),
    "first_name_agreement": Rule("text", _text_fault),
    "last_name_agreement": Rule("text", _text_fault),
    "email_address_agreement": Rule("email", _pattern(_EMAIL, "not an e-mail address")),
    "special_qualifications": _one_of("None", "Education", "Government", "Nonprofit"),
    "offer_attestation": Rule("object", _object_fault, structured=True),
    "partner_on_record_attestation_accepted": Rule("object", _object_fault, structured=True),
}
"""Known parameters (facts E7); names are case-sensitive."""
