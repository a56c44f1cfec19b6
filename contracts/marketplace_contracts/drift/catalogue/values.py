"""Values outside their enumeration or format, and amounts that do not add up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Any

from marketplace_contracts.drift.edits import both, change, mapped, put
from marketplace_contracts.drift.faults import (
    parameter,
    responses,
)
from marketplace_contracts.drift.model import Drift

ORDERS = "orders.list orders.get orders.create orders.update resellers.list_orders"

SUBSCRIPTIONS = "subscriptions.*"


def _anywhere(name: str, new: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Change a property of an object and of rows."""
    return both(change(name, new), change(f"data.*.{name}", new))


def _swap(name: str, old: str, new: str) -> Callable[[Any], Any]:
    return both(mapped(name, {old: new}), mapped(f"data.*.{name}", {old: new}))


def _shifted(text: str) -> str:
    moment = datetime.fromisoformat(text) - timedelta(hours=7)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _american(text: Any) -> Any:
    return f"{text[5:7]}/{text[8:10]}/{text[:4]}" if isinstance(text, str) else text


def _with_time(text: Any) -> Any:
    return f"{text}T00:00:00Z" if isinstance(text, str) else text


def _epoch(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1000)


def _times(factor: str) -> Callable[[Any], Any]:
    return lambda amount: str(Decimal(amount) * Decimal(factor))


def _whole(amount: str) -> str:
    return str(Decimal(amount).to_integral_value(ROUND_DOWN))


def _one_seat(body: Any) -> Any:
    lines = [
        {**line, "extendedPrice": line["unitPrice"]} if "unitPrice" in line else line
        for line in body.get("products") or []
    ]
    return {**body, "products": lines} if lines else body


DRIFTS = (
    Drift(
        "enums.order-status",
        "orders in processing have the status provisioning",
        ORDERS,
        "a new state of orders; error was added after 1.1 the same way (G3)",
        lambda: responses(ORDERS, _swap("status", "processing", "provisioning")),
    ),
    Drift(
        "enums.order-type",
        "changes have the type upgrade",
        ORDERS,
        "migration was added to the types after 1.1 (G2)",
        lambda: responses(ORDERS, _swap("type", "change", "upgrade")),
    ),
    Drift(
        "enums.cancelled",
        "cancelled is spelt with one l",
        ORDERS,
        "both spellings are used in the platform (H)",
        lambda: responses(ORDERS, _swap("status", "cancelled", "canceled")),
    ),
    Drift(
        "enums.order-status-case",
        "statuses of orders are upper case",
        ORDERS,
        "report formats are upper case against the file (F18)",
        lambda: responses(ORDERS, _anywhere("status", str.upper)),
    ),
    Drift(
        "enums.subscription-status",
        "active subscriptions are called running",
        SUBSCRIPTIONS,
        "pending and unknown were added after 1.1 (G2)",
        lambda: responses(SUBSCRIPTIONS, _swap("status", "active", "running")),
    ),
    Drift(
        "enums.customer-status",
        "some customers have the status archived",
        "customers.*",
        "the status error was added after 1.1 (G2)",
        lambda: responses("customers.*", _swap("status", "cancelled", "archived")),
    ),
    Drift(
        "enums.billing-model",
        "billing models are written with underscores",
        SUBSCRIPTIONS,
        "other enumerations are written so (H)",
        lambda: responses(
            SUBSCRIPTIONS,
            _swap("billingModel", "chargeBeforeBillingPeriod", "charge_before_billing_period"),
        ),
    ),
    Drift(
        "enums.period",
        "periods are counted in months and years, plural",
        "products.list",
        "units differ between period and duration already (H)",
        lambda: responses(
            "products.list",
            mapped("data.*.billingPeriod.type", {"month": "months", "year": "years"}),
        ),
    ),
    Drift(
        "enums.price-model",
        "flat prices have the model PER_UNIT",
        "products.list",
        "models of prices were added after 1.1 (G2)",
        lambda: responses("products.list", mapped("data.*.prices.*.model", {"FLAT": "PER_UNIT"})),
    ),
    Drift(
        "enums.detail-type",
        "lines of details have the type proration",
        "orders.get",
        "the longest enumeration of all grows first",
        lambda: responses("orders.get", mapped("details.*.type", {"recurring": "proration"})),
    ),
    Drift(
        "enums.report-format",
        "spreadsheets have the format XSLX",
        "reports.*",
        "one page of the documentation spells it so (E12)",
        lambda: responses("reports.*", _swap("format", "XLSX", "XSLX")),
    ),
    Drift(
        "enums.validation-result",
        "parameters that pass have the result ok",
        "validation.*",
        "the result was extended most between versions (G2)",
        lambda: responses("validation.*", mapped("data.*.parameters.*.result", {"success": "ok"})),
    ),
    Drift(
        "enums.status-code",
        "orders in progress have the internal code PR",
        ORDERS,
        "four codes were seen and no list is published (E6)",
        lambda: (
            responses(ORDERS, _swap("statusCode", "AS", "PR"))
            & parameter(
                "*.list*", "statusCode", lambda code: {"PR": "AS", "AS": "?"}.get(code, code)
            )
        ),
        unpromised="internal codes are free text; no list of them is published (E6)",
    ),
    Drift(
        "dates.no-zone",
        "timestamps of orders have no zone",
        ORDERS,
        "the form of timestamps changed with 1.5 (G1)",
        lambda: responses(ORDERS, _anywhere("creationDate", lambda text: text.rstrip("Z"))),
    ),
    Drift(
        "dates.epoch",
        "timestamps of orders are milliseconds since 1970",
        ORDERS,
        "the default of a common serialiser",
        lambda: responses(ORDERS, _anywhere("creationDate", _epoch)),
    ),
    Drift(
        "dates.blank",
        "timestamps have a blank for the T",
        "reports.list",
        "reports had a format of their own until 1.5 (G1)",
        lambda: responses("reports.list", _anywhere("creationDate", lambda t: t.replace("T", " "))),
    ),
    Drift(
        "dates.american",
        "dates of subscriptions are written MM/DD/YYYY",
        SUBSCRIPTIONS,
        "agreement dates are written so (E7)",
        lambda: responses(SUBSCRIPTIONS, _anywhere("renewalDate", _american)),
    ),
    Drift(
        "dates.with-time",
        "dates of subscriptions have a time of day",
        SUBSCRIPTIONS,
        "dates stopped being read-only and changed their form (G2)",
        lambda: responses(SUBSCRIPTIONS, _anywhere("creationDate", _with_time)),
    ),
    Drift(
        "dates.day-only",
        "timestamps of orders are plain dates",
        ORDERS,
        "subscriptions have plain dates (E11)",
        lambda: responses(ORDERS, _anywhere("creationDate", lambda text: text[:10])),
    ),
    Drift(
        "dates.local-time",
        "timestamps of orders are local time that is marked as UTC",
        ORDERS,
        "the platform runs in the vendor's time zone",
        lambda: responses(ORDERS, _anywhere("creationDate", _shifted)),
    ),
    Drift(
        "dates.provisioned-first",
        "orders are provisioned before they are placed",
        "orders.get",
        "two services with two clocks write the two dates (E8)",
        lambda: responses("orders.get", put("provisioningDate", "2020-01-01T00:00:00Z")),
    ),
    Drift(
        "dates.milliseconds",
        "timestamps of orders have milliseconds",
        ORDERS,
        "they were removed with 1.5 and may return (G1, G3)",
        lambda: responses(
            ORDERS, _anywhere("creationDate", lambda text: text.replace("Z", ".000Z"))
        ),
        unpromised="timestamps may have milliseconds (E13)",
    ),
    Drift(
        "dates.offset",
        "timestamps of orders have +00:00 for Z",
        ORDERS,
        "both were seen (E13)",
        lambda: responses(
            ORDERS, _anywhere("creationDate", lambda text: text.replace("Z", "+00:00"))
        ),
        unpromised="both forms of the zone are promised (E13)",
    ),
    Drift(
        "money.comma",
        "amounts have a decimal comma",
        "*.get",
        "the platform sells in countries that write so (A18)",
        lambda: responses("*.get", change("**.amount", lambda amount: amount.replace(".", ","))),
    ),
    Drift(
        "money.grouped",
        "amounts have separators of thousands",
        "products.list subscriptions.get",
        "the same formatting as in the control panel",
        lambda: responses(
            "products.list subscriptions.get",
            change("**.amount", lambda amount: f"{Decimal(amount):,}"),
        ),
    ),
    Drift(
        "money.symbol",
        "amounts begin with a sign of the currency",
        "orders.get",
        "the same formatting as in the control panel",
        lambda: responses("orders.get", change("total.amount", lambda amount: f"${amount}")),
    ),
    Drift(
        "money.minor-units",
        "totals of orders are in cents",
        "orders.get orders.create",
        "payment interfaces count so",
        lambda: responses("orders.get orders.create", change("total.amount", _times("100"))),
    ),
    Drift(
        "money.rounded",
        "totals of orders are cut to whole units",
        "orders.get",
        "a number that passes through an integer",
        lambda: responses("orders.get", change("total.amount", _whole)),
    ),
    Drift(
        "money.taxed",
        "totals of orders include tax, those of estimates do not",
        "orders.get orders.create",
        "tax lines were added with the details of orders (E8)",
        lambda: responses("orders.get orders.create", change("total.amount", _times("1.19"))),
    ),
    Drift(
        "money.currency-case",
        "currencies are lower case",
        "products.list",
        "as payment interfaces write them",
        lambda: responses("products.list", change("**.currency", str.lower)),
    ),
    Drift(
        "money.currency-name",
        "currencies have names",
        "subscriptions.get",
        "as the control panel shows them",
        lambda: responses("subscriptions.get", put("**.currency", "US Dollar")),
    ),
    Drift(
        "money.exponent",
        "amounts are written with an exponent",
        "subscriptions.get",
        "what some decimal types print",
        lambda: responses("subscriptions.get", change("**.amount", lambda a: f"{Decimal(a):.6E}")),
    ),
    Drift(
        "money.extended",
        "extended prices of subscriptions are those of one seat",
        "subscriptions.get",
        "unit and extended price were separated late (G2)",
        lambda: responses("subscriptions.get", _one_seat),
    ),
    Drift(
        "money.four-places",
        "amounts have four decimal places",
        "products.list",
        "usage prices need them",
        lambda: responses("products.list", change("**.amount", lambda a: f"{Decimal(a):.4f}")),
        unpromised="how many decimal places an amount has is not promised (E13)",
    ),
)
