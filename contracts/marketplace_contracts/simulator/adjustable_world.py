"""Changes of a simulated marketplace that no request can make, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.lifecycle import end_subscription
from marketplace_contracts.simulator.domain.model import Account, Product, Subscription
from marketplace_contracts.simulator.domain.pricing import PriceList
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.faults.contract_faults import suggestion
from marketplace_contracts.simulator.options import SimulatorError

Found = TypeVar("Found")

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""The expiry of a revoked token."""


class AdjustableWorld(World):
    """A world that tests can change between two requests.

    Methods of this class and `POST /_simulator/world` do the same. Example: the price of a product
    changes after it was shown to a buyer::

        world.set_price("CFQ7TTC0ZZ01:0004", "99.90")
    """

    def set_price(self, product: str, amount: str | Decimal) -> None:
        """Change the price of a product; subscriptions that exist keep theirs.

        Args:
            product: Its id, or an MPN that no other product has.
            amount: Price of one unit for one billing period, such as "22.10".

        Raises:
            SimulatorError: There is no such product, or the amount is not a decimal number.
        """
        self._find_product(product).price = PriceList.flat(_amount(amount))

    def retire_product(self, product: str) -> None:
        """Remove a product from the catalogue: it is not listed, and ordering it returns 404.

        Args:
            product: Its id, or an MPN that no other product has.

        Raises:
            SimulatorError: There is no such product.
        """
        found = self._find_product(product)
        del self.products[found.id]
        self.products_by_mpn[found.mpn].remove(found)
        self.products_of_plan[found.plan.id].remove(found)

    def end_subscription(self, subscription: str) -> None:
        """Terminate a subscription now, as the vendor or the control panel can; no order shows it.

        Args:
            subscription: Its id.

        Raises:
            SimulatorError: There is no such subscription, or it has ended.
        """
        found: Subscription = _named("subscription", self.subscriptions, subscription)
        if found.status in ("terminated", "removed"):
            raise SimulatorError(f"subscription {found.id} is {found.status} already")
        end_subscription(self, found, self.now())

    def revoke_tokens(self) -> None:
        """Let all tokens expire now: the next call with one of them returns 401."""
        self.tokens = dict.fromkeys(self.tokens, NEVER)

    def add_customer(
        self,
        name: str,
        *,
        email: str = "new.admin@customer.example",
        country: str = "NL",
        status: str = "active",
        external_id: str | None = None,
        reseller: str | None = None,
    ) -> Account:
        """Add a customer, and return it; `id` is its identifier.

        Args:
            name: Name of the company.
            email: Address of its administrative contact.
            country: Country code of two capital letters.
            status: `active`, `creditHold` or another state of a customer.
            external_id: The caller's own identifier.
            reseller: Id of the reseller it belongs to, if that is not the caller.

        Raises:
            SimulatorError: There is no such reseller.
        """
        if reseller is not None:
            _named("reseller", self.resellers, reseller)
        own: JsonObject = {"externalId": external_id, "resellerId": reseller}
        account = Account.of(
            {
                "id": self.new_account_id(),
                "status": status,
                "name": name,
                "address": {**_ADDRESS, "countryCode": country},
                "contactPersons": [{**_CONTACT, "email": email}],
                "language": "en",
                **{key: value for key, value in own.items() if value is not None},
            }
        )
        self.customers[account.id] = account
        return account

    def _find_product(self, product: str) -> Product:
        if product in self.products:
            return self.products[product]
        found = self.products_by_mpn.get(product, [])
        if len(found) > 1:
            ids = ", ".join(each.id for each in found)
            raise SimulatorError(f"several products have the MPN {product}; name one by id: {ids}")
        known = {mpn: products[0] for mpn, products in self.products_by_mpn.items() if products}
        return _named("product", {**self.products, **known}, product)


_ADDRESS: Mapping[str, str] = {
    "streetAddress": "1 Market Road",
    "postalCode": "3511 AB",
    "city": "Utrecht",
}
_CONTACT: Mapping[str, str] = {
    "type": "admin",
    "firstName": "New",
    "lastName": "Admin",
    "phoneNumber": "31##3055512345#",
}


def _named(kind: str, objects: Mapping[str, Found], name: str) -> Found:
    if name not in objects:
        known = suggestion(name, objects) if len(objects) < 20 else ""
        raise SimulatorError(f"there is no {kind} {name!r}{known and '; ' + known}")
    return objects[name]


def _amount(text: str | Decimal) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal("NaN")
    if isinstance(text, float) or not amount.is_finite() or amount < 0:
        raise SimulatorError(f"the amount must be decimal text such as '22.10', not {text!r}")
    return amount
