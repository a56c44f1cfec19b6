"""The state of one simulated marketplace, with indexes for its lists."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import count

from marketplace_contracts.simulator.domain.clock import Clock
from marketplace_contracts.simulator.domain.credentials import ApiUser
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import (
    Account,
    Order,
    Plan,
    Product,
    Report,
    Subscription,
)
from marketplace_contracts.simulator.domain.periods import midnight
from marketplace_contracts.simulator.domain.schedule import Event, Schedule
from marketplace_contracts.simulator.domain.seeded_random import uuid_text
from marketplace_contracts.simulator.options import Options

FIRST_ORDER = 905_600
FIRST_ORDER_NUMBER = 5_810
FIRST_SUBSCRIPTION = 1_300_401
FIRST_DRAFT = 1_001
RENEWAL_HOUR = timedelta(hours=1)
"""Time of day at which terms renew."""
PREFIXES = {"sales": "SO", "migration": "SO", "change": "CH", "renewal": "RN", "cancellation": "CL"}
"""Order number prefixes (facts E6); the one of migrations is a guess."""


class World:
    """The state of a marketplace. All tables are in order of creation.

    Attributes:
        options: Options of the simulator.
        clock: The simulated time.
        credentials: The one API user.
        files_origin: Scheme, host and port at which report files can be fetched.
        schedule: Events that will become due.
        tokens: Moment of expiry by token.
        drafts: Parameters by name, by draft request (facts E10).
    """

    def __init__(self, options: Options, clock: Clock) -> None:
        self.options = options
        self.clock = clock
        self.credentials = ApiUser.from_seed(options.seed)
        self.files_origin = "http://files.simulator.example"
        self.schedule = Schedule()
        self.tokens: dict[str, datetime] = {}
        self.drafts: dict[str, dict[str, JsonObject]] = {}
        self.customers: dict[str, Account] = {}
        self.resellers: dict[str, Account] = {}
        self.plans: dict[str, Plan] = {}
        self.products: dict[str, Product] = {}
        self.products_by_mpn: defaultdict[str, list[Product]] = defaultdict(list)
        self.products_of_plan: defaultdict[int, list[Product]] = defaultdict(list)
        self.subscriptions: dict[str, Subscription] = {}
        self.subscriptions_of: defaultdict[str, list[Subscription]] = defaultdict(list)
        self.orders: dict[str, Order] = {}
        self.orders_of_customer: defaultdict[str, list[Order]] = defaultdict(list)
        self.orders_of_subscription: defaultdict[str, list[Order]] = defaultdict(list)
        self.reports: dict[str, Report] = {}
        self.last_account = 1_000_000
        self._drafts = count(FIRST_DRAFT)

    @property
    def seed(self) -> int:
        """Return the seed of this world."""
        return self.options.seed

    @property
    def sparse(self) -> bool:
        """Return whether the world, as every second one, leaves out what the field did once.

        Seen once each: the response to an order without `statusCode`, and a customer whose
        `externalId` is null.
        """
        return self.seed % 2 == 0

    def now(self) -> datetime:
        """Return the current simulated time."""
        return self.clock.now()

    def new_account_id(self) -> str:
        """Return an identifier above those of all customers and resellers."""
        self.last_account += 1
        return str(self.last_account)

    def new_draft_id(self) -> str:
        """Return an identifier that links follow-up validations."""
        return f"DR-{next(self._drafts)}"

    def new_report_id(self) -> str:
        """Return the UUID of the next report."""
        return uuid_text(self.seed, f"report {len(self.reports)}")

    def add_product(self, product: Product) -> None:
        """Add a product at the end of the catalogue."""
        self.products[product.id] = product
        self.products_by_mpn[product.mpn].append(product)
        self.products_of_plan[product.plan.id].append(product)

    def add_subscription(self, subscription: Subscription) -> None:
        """Number a subscription and store it."""
        number = len(self.subscriptions)
        subscription.id = str(FIRST_SUBSCRIPTION + number)
        subscription.vendor_id = uuid_text(self.seed, f"vendor {number}")
        self.subscriptions[subscription.id] = subscription
        self.subscriptions_of[subscription.customer_id].append(subscription)

    def add_order(self, order: Order) -> None:
        """Number an order and store it."""
        number = len(self.orders)
        order.id = str(FIRST_ORDER + number)
        order.number = f"{PREFIXES[order.type]}{FIRST_ORDER_NUMBER + number:06d}"
        self.orders[order.id] = order
        self.orders_of_customer[order.customer_id].append(order)
        if order.subscription_id:
            self.orders_of_subscription[order.subscription_id].append(order)

    def watch_term(self, subscription: Subscription) -> None:
        """Schedule the end of the present term, after changes scheduled for it."""
        if subscription.renewal:
            when = midnight(subscription.renewal) + RENEWAL_HOUR
            self.schedule.enter(when, Event.END_TERM, subscription.id)
