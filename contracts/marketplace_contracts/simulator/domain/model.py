"""Objects of the marketplace: accounts, catalogue, orders, subscriptions, reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.periods import Period
from marketplace_contracts.simulator.domain.pricing import PriceList, add_up


def emails_of(document: JsonObject) -> frozenset[str]:
    """Return the addresses that the e-mail filter compares."""
    return frozenset(person["email"].casefold() for person in document["contactPersons"])


@dataclass(slots=True)
class Account:
    """A customer or a reseller.

    Attributes:
        id: Identifier of digits.
        document: The detail response, without logins and passwords.
        emails: Lower-case e-mail addresses of the contact persons, for the filter.
    """

    id: str
    document: JsonObject
    emails: frozenset[str]

    @classmethod
    def of(cls, document: JsonObject) -> Account:
        """Return the account that a document describes."""
        return cls(document["id"], document, emails_of(document))

    @property
    def reseller_id(self) -> str | None:
        """Return the reseller that a customer belongs to, unless it is the caller."""
        return self.document.get("resellerId")


@dataclass(frozen=True, slots=True)
class Plan:
    """A service plan; all its products share one subscription (facts E4)."""

    id: int
    name: str
    vendor: str
    period: Period
    billing_period: Period
    billing_model: str
    switches: tuple[JsonObject, ...] = ()
    metered: bool = False

    def summary(self) -> JsonObject:
        """Return the plan as a list row."""
        offered = {**self.period.document(), "trial": False, "active": True}
        return {
            "id": str(self.id),
            "name": self.name,
            "shortDescription": f"{self.name} by {self.vendor}",
            "longDescription": f"{self.name} by {self.vendor}, for {self.period.words}",
            "published": True,
            "subscriptionPeriods": [offered],
            "billingPeriod": self.billing_period.document(),
            "billingModel": self.billing_model,
        }


@dataclass(slots=True, eq=False)
class Product:
    """A row of the catalogue: a resource rate of a plan. The MPN is not unique (facts E4).

    One product is one object, whose price can change; subscriptions and orders keep theirs.
    """

    id: str
    mpn: str
    name: str
    plan: Plan
    minimum: int
    maximum: int
    price: PriceList
    cost: PriceList
    setup: Decimal | None = None
    overuse: Decimal | None = None
    depends_on: Product | None = None
    coterming: JsonObject | None = None


@dataclass(slots=True)
class Seats:
    """A product of a subscription with its present seats."""

    product: Product
    quantity: int
    price: PriceList
    cost: PriceList
    provider_cost: PriceList | None = None

    @property
    def extended(self) -> Decimal:
        """Return the price of the seats for one billing period."""
        return self.price.total(self.quantity)


@dataclass(slots=True)
class Subscription:
    """A subscription of a customer; `seats` is None if `products` is absent (facts F21)."""

    id: str
    customer_id: str
    plan: Plan
    status: str
    created: date
    seats: list[Seats] | None
    renews: bool = True
    renewal: date | None = None
    expiration: date | None = None
    modified: date | None = None
    blank: bool = False
    po_number: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    parameters: list[JsonObject] = field(default_factory=list)
    tenant: str = ""
    vendor_id: str = ""
    name: str = ""

    @property
    def extended(self) -> Decimal:
        """Return the price of the subscription for one billing period."""
        return add_up(seats.extended for seats in self.seats or ())

    def find(self, mpn: str | None, product_id: str | None) -> Seats | None:
        """Return the seats of a product named by MPN, by id or by both."""
        for seats in self.seats or ():
            product = seats.product
            if mpn in (None, product.mpn) and product_id in (None, product.id):
                return seats
        return None


@dataclass(frozen=True, slots=True)
class Charge:
    """A price line of an order.

    Attributes:
        kind: `recurring`, `setup` or another type of the spec.
        quantity: Charged units.
        unit: Price of one unit.
        extended: Total amount; its sign need not follow the seats (facts E8).
    """

    kind: str
    quantity: int
    unit: Decimal
    extended: Decimal


@dataclass(slots=True)
class OrderLine:
    """A product of an order.

    Attributes:
        product: The ordered product.
        quantity: Quantity as read back: seats, a difference, or a target total (facts E8).
        charges: Price lines.
        starts: First charged day.
        target: Seats after the change.
        becomes: The product to switch to.
        price: Agreed unit price, unless it is that of the catalogue.
        subscription_id: Subscription of the line, once it is known.
    """

    product: Product
    quantity: int
    charges: tuple[Charge, ...]
    starts: date
    target: int | None = None
    becomes: Product | None = None
    price: PriceList | None = None
    subscription_id: str | None = None
    parameters: list[JsonObject] = field(default_factory=list)

    @property
    def extended(self) -> Decimal:
        """Return the price of the whole line."""
        return add_up(charge.extended for charge in self.charges)


@dataclass(slots=True)
class Order:
    """An order in any state; an order without an id is an estimate.

    `terms` holds the properties that are read back as they were sent (facts F4); `scheduled` is the
    day on which the order takes effect, if that is later than its processing.
    """

    type: str
    customer_id: str
    created: datetime
    lines: list[OrderLine] = field(default_factory=list)
    id: str = ""
    number: str = ""
    status: str = "submitted"
    code: str = "AS"
    provisioned: datetime | None = None
    po_number: str | None = None
    subscription_id: str | None = None
    total: Decimal = Decimal(0)
    terms: JsonObject = field(default_factory=dict)
    credit_check: bool | None = None
    migration: Migration | None = None
    aligned: date | None = None
    scheduled: date | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the order is not in a terminal status."""
        return self.status in ("submitted", "processing")

    @property
    def waits_for_renewal(self) -> bool:
        """Tell whether a change takes effect at the renewal (facts F5)."""
        return self.terms.get("scheduledOn") == "renewal"


@dataclass(frozen=True, slots=True)
class Migration:
    """The subscription that a migration order moves (facts E7)."""

    plan: Plan
    starts: date
    expires: date
    renews: bool


@dataclass(slots=True)
class Report:
    """A report file, or a run that will produce one (facts E12).

    Attributes:
        quirks: Observed irregularities of its responses: `no-id-in-row`, `no-url-in-row`,
            `no-status`, `relative-url`.
    """

    id: str
    name: str
    type: str
    format: str
    created: datetime
    status: str = "submitted"
    starts: str | None = None
    ends: str | None = None
    customization: str | None = None
    quirks: frozenset[str] = frozenset()
