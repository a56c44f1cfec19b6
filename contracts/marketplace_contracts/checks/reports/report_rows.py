"""The rows of a report."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from urllib.parse import urljoin, urlsplit

from marketplace_contracts.checks.registry import sequence_check
from marketplace_contracts.checks.reports.report_life import completed_report, schedules_reports
from marketplace_contracts.checks.support.periods import day_of
from marketplace_contracts.checks.support.report_file import read
from marketplace_contracts.description.operations import READ_WRITE, Operation
from marketplace_contracts.service.api_client import ApiClient, Row
from marketplace_contracts.service.request_factory import body_for
from marketplace_contracts.traffic.finding import Violation

FIRST, MIDDLE, LAST = "2016-12-31T23:59:60Z", "2026-06-15T12:34:56Z", "2026-10-31T23:59:59Z"
JUST_AFTER = "2026-06-15T12:34:57Z"
ROWS = 60


@sequence_check("life", concerns=schedules_reports, effects=READ_WRITE, clock=True)
def report_rows(api: ApiClient, operation: Operation) -> Iterator[Violation]:
    """The rows of a report are of its period, and name what the service has (facts E12)."""
    whole = _table(api, operation, FIRST, LAST)
    parts = _table(api, operation, FIRST, MIDDLE), _table(api, operation, JUST_AFTER, LAST)
    if len(whole) != sum(map(len, parts)) or not all(map(len, parts)):
        observed = f"{len(whole)} rows, {[len(part) for part in parts]} in two parts of its period"
        pointer = api.contract.pointer_to("ReportPeriod", "startDate")
        yield Violation("a report has the rows of its period", observed, pointer)
    pointer = api.contract.pointer_to("Report", "downloadUrl")
    if len({row["RESELLER_INVOICE_NUMBER"] for row in whole}) > 1:
        yield Violation("a report is one invoice", "it has several numbers", pointer)
    named = _Named(api)
    for row in whole[:ROWS]:
        right = {
            "CUSTOMER_NAME": named.customer(row["CUSTOMER_ACCOUNT_ID"]) == row["CUSTOMER_NAME"],
            "RESELLER_RESOURCE_MPN": named.has_product(row["RESELLER_RESOURCE_MPN"]),
            "SUBSCRIPTION_ID": named.has_subscription(row["SUBSCRIPTION_ID"]),
            "INVOICE_DATE": day_of(row["INVOICE_DATE"]) is not None,
            "RESELLER_DETAIL_TYPE": row["RESELLER_DETAIL_TYPE"] in _kinds(api),
            "RESELLER_DETAIL_TOTAL": _adds_up(row),
        }
        for name in [name for name, value in right.items() if not value]:
            yield Violation(f"{name} of a report agrees", api.contract.show(row), pointer)


class _Named:
    """What the service has by a name or id.

    Most of it is on the newest page of its list; what a large service has on a later page is asked
    for by itself.
    """

    def __init__(self, api: ApiClient) -> None:
        self._api = api
        self._customers = {row["id"]: row.get("name") for row in api.newest("customers.list").rows}
        self._products = {row.get("mpn") for row in api.newest("products.list").rows}
        self._subscriptions = {row["id"] for row in api.newest("subscriptions.list").rows}

    def customer(self, name: str) -> str | None:
        """Return the name of a customer; None if there is no such customer."""
        if name not in self._customers:
            found = self._api.call("customers.get", {"id": name}).json
            self._customers[name] = found.get("name") if isinstance(found, dict) else None
        return self._customers[name]

    def has_product(self, mpn: str) -> bool:
        """Tell whether a product has this part number."""
        if mpn not in self._products:
            rows = self._api.page("products.list", {"mpn": mpn}).rows
            self._products |= {row.get("mpn") for row in rows}
        return mpn in self._products

    def has_subscription(self, name: str) -> bool:
        """Tell whether there is a subscription with this id."""
        known = name in self._subscriptions
        return known or self._api.call("subscriptions.get", {"id": name}).ok


def _table(api: ApiClient, operation: Operation, first: str, last: str) -> list[Row]:
    """Return the rows of a new report about a period."""
    body = {**body_for(api, operation), "format": "csv", "startDate": first, "endDate": last}
    report = completed_report(api, api.json(operation, body=body))
    url = urljoin(api.target.base_url + "/", str(report.get("downloadUrl")))
    api.contract.redactor.learn("SIGNED_QUERY", urlsplit(url).query)
    names, *rows = read(api.download(url).content, "csv")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _kinds(api: ApiClient) -> set[str]:
    node, _ = api.contract.spec.follow(api.contract.pointer_to("OrderDetail", "type"))
    return set(node.get("enum", ()))


def _adds_up(row: Row) -> bool:
    """Tell whether a total is quantity times unit price; its sign may differ (facts E8)."""
    try:
        quantity, unit, total = (
            Decimal(row[f"RESELLER_DETAIL_{name}"]) for name in ("QTY", "UNIT_PRICE", "TOTAL")
        )
    except InvalidOperation:
        return False
    return abs(quantity * unit) == abs(total)
