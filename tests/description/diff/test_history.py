"""The published file 1.1, reconstructed, against 1.15: each noted change is one line."""

from typing import Any

import pytest
import yaml
from marketplace_contracts.description.diff import as_markdown, as_text, compare
from marketplace_contracts.description.diff.document import parse
from support.descriptions.version_1_1 import version_1_1
from support.openapi import ROOT

PUBLISHED: dict[str, Any] = yaml.safe_load(
    (ROOT / "spec/published/1.15.structure.yaml").read_text(encoding="utf-8")
)
OLD, NEW = (
    parse(name, yaml.safe_dump(data, sort_keys=False).encode())
    for name, data in (("1.1.yaml", version_1_1(PUBLISHED)), ("1.15.yaml", PUBLISHED))
)
FOUND = compare(OLD, NEW)
NOTED = {
    "breaking": [
        "response 200.data[].{id, externalId, status}: property became optional",
        "response 200.data[].address.state: property became optional",
        "contactPersons[].{login, password}: property became write only",
        "response 200.data[].{name, minimumQuantity, maximumQuantity, prices, id}: property",
        "response 200.{id, creationDate, status, products}: property became optional",
        "products[].quantity: type widened (integer (int32) → number (double))",
        "response 200.products[].parameters[].value: type changed (boolean|number|string → object)",
        "getSubscription response 200.{id, products}: property became optional",
        "validateParameters security: security alternative removed (http basic)",
        "validateParameters request header parameter X-Subscription-Key: required parameter added",
    ],
    "risky": [
        "response 200.data[].status: enum value added (error)",
        "language: enum removed (en, de, fr, nl → any)",
        "email: format removed (email → none)",
        "responses: status undeclared (200, 400, 401, 404, 500 → default)",
        "getOrders response 200.data[].type: enum value added (migration, unknown)",
        "getSubscription response 200.status: enum value added (pending, unknown)",
        "getReports, getReportById response 200.data[].id: format added (none → uuid)",
        "response 200.data[].{status, type, format}: enum value added (unknown)",
        "getReportById request path parameter id: path parameter renamed (id → reportId)",
    ],
    "compatible": [
        "9 more request header parameter X-Subscription-Key: format removed (uuid → none)",
        "1 more request query parameter offset: format declared (none → int64)",
        "1 more request query parameter limit: format declared (none → int64)",
        "getOrders request query parameter status: enum removed (submitted, processing",
        "getSubscriptions request query parameter status: enum removed (active, hold",
        "getCustomers request query parameter resellerId: parameter added",
        "getCatalog request query parameter serviceName: parameter added",
        "getOrders request query parameter orderNumber: parameter added",
        "response 200.data[].{attributes, taxRegId, resellerId}: property added",
        "createCustomer request body.status: property became writable",
        "request body.products[].subscriptionId: property became writable",
        "response 200.pagination.{offset, limit, total}: type narrowed (number → integer",
        "getSubscription response 200.products[].quantity: type narrowed (number → integer",
        "getSubscription response 200.products[].{vendor, id, name, unitCost,",
        "response 200.data[].parameters[].{value, valueError, valueChoices, phase,",
        "response 200.data[].customizationName: property added",
        "GET /plans: operation added",
        "GET /plans/{id}: operation added",
        "GET /resellers/{id}/orders: operation added",
        "POST /subscriptions/{id}/specialPricing: operation added",
    ],
}


def sections(text: str) -> dict[str, list[str]]:
    """The lines of a report by severity, without those that explain."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line and not line.startswith(" "):
            lines = found[line.partition(" ")[0]] = []
        elif line.startswith("  ") and not line.startswith("      "):
            lines.append(line)
    return found


@pytest.mark.parametrize("severity", NOTED)
def test_each_noted_change_is_one_line_in_its_class(severity: str) -> None:
    """Whoever reads the report finds each line of the history once, as serious as it was."""
    lines = sections(as_text(FOUND, OLD, NEW))[severity]
    missing = [part for part in NOTED[severity] if sum(part in line for line in lines) != 1]
    assert missing == []


def test_the_report_has_no_line_that_a_reader_would_skip() -> None:
    """What a file repeats for each operation is told once; 14 operations are new."""
    lines = [
        line
        for part in ("breaking", "risky", "compatible")
        for line in sections(as_text(FOUND, OLD, NEW))[part]
    ]
    assert len(lines) <= 85
    assert len(set(lines)) == len(lines)
    assert sum("operation added" in line for line in lines) == 14
    assert not any("operation removed" in line for line in lines)
    assert FOUND.bump == "major"
    rows = [row for row in as_markdown(FOUND, OLD, NEW).splitlines() if row.startswith("| ")]
    assert len(rows) == len(lines) + 3


def test_a_group_has_the_line_of_each_change() -> None:
    """Changes that are told together keep their places."""
    text = as_text(FOUND, OLD, NEW)
    row = next(r for r in text.splitlines() if r.startswith("      ") and r.count(", ") == 2)
    numbers = row.partition("1.15.yaml:")[2].partition(" ·")[0].split(", ")
    assert [NEW.text.splitlines()[int(number) - 1].strip() for number in numbers] == [
        "id:",
        "externalId:",
        "status:",
    ]
