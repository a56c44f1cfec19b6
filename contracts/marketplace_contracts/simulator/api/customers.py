"""Handlers of customers and resellers, two kinds of account (facts E2, E3)."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace_contracts.simulator.api.call import Call
from marketplace_contracts.simulator.api.pages import contains, matches, page
from marketplace_contracts.simulator.domain.errors import not_found
from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import Account, emails_of

ROW = ("id", "externalId", "name", "status")
"""The properties of list rows (facts F1)."""
PERSON = ("type", "firstName", "lastName", "email", "phoneNumber")
"""The stored properties of a contact person; login and password are write-only (facts E2)."""
ADDRESS = ("streetAddress", "addressExtension", "postalCode", "city", "state", "countryCode")

_CREATE = (
    "externalId", "attributes", "name", "address", "contactPersons", "language", "taxRegId",
)  # fmt: skip
_UPDATE = ("externalId", "name", "taxRegId", "status", "address", "contactPersons")
_RESELLER_ONLY = ("currency", "taxationProviderName", "customerClass")


def list_customers(call: Call) -> JsonObject:
    """Handle `customers.list`: sparse rows, newest first (facts D4, F1)."""
    return _list(call, call.world.customers)


def list_reseller_customers(call: Call) -> JsonObject:
    """Handle `resellers.list_customers`: the customers of one reseller."""
    reseller = find_reseller(call)
    return _list(call, call.world.customers, reseller.id)


def list_resellers(call: Call) -> JsonObject:
    """Handle `resellers.list`: sparse rows, as for customers."""
    return _list(call, call.world.resellers)


def get_customer(call: Call) -> JsonObject:
    """Handle `customers.get`."""
    return find_customer(call).document


def get_reseller(call: Call) -> JsonObject:
    """Handle `resellers.get`."""
    return find_reseller(call).document


def create_customer(call: Call) -> JsonObject:
    """Handle `customers.create`: add a customer of the caller; returns 200 (facts C2)."""
    return _create(call, call.world.customers, {}).document


def create_reseller_customer(call: Call) -> JsonObject:
    """Handle `resellers.create_customer`: the new customer has the reseller's id."""
    reseller = find_reseller(call)
    return _create(call, call.world.customers, {"resellerId": reseller.id}).document


def create_reseller(call: Call) -> JsonObject:
    """Handle `resellers.create`."""
    return _create(call, call.world.resellers, _pick(call.body, _RESELLER_ONLY)).document


def update_customer(call: Call) -> JsonObject:
    """Handle `customers.update`: properties that are not sent keep their value."""
    return _update(call, find_customer(call))


def update_reseller(call: Call) -> JsonObject:
    """Handle `resellers.update`: properties that are not sent keep their value."""
    return _update(call, find_reseller(call))


def find_customer(call: Call) -> Account:
    """Return the customer named in the path.

    Raises:
        Rejected: 404.
    """
    return _find(call, call.world.customers, "Customer")


def find_reseller(call: Call) -> Account:
    """Return the reseller named in the path.

    Raises:
        Rejected: 404.
    """
    return _find(call, call.world.resellers, "Reseller")


def _find(call: Call, accounts: Mapping[str, Account], kind: str) -> Account:
    account = accounts.get(call.ids["id"])
    if account is None:
        raise not_found(kind, call.ids["id"])
    return account


def _list(call: Call, accounts: dict[str, Account], reseller_id: str | None = None) -> JsonObject:
    name, external_id = call.text("name"), call.text("externalId")
    email = call.text("email")
    owner = reseller_id or call.text("resellerId")

    def keep(account: Account) -> bool:
        return (
            contains(account.document["name"], name)
            and matches(account.document.get("externalId"), external_id)
            and matches(account.reseller_id, owner)
            and (email is None or email.casefold() in account.emails)
        )

    filtered = any(value is not None for value in (name, external_id, email, owner))
    return page(call, accounts.values(), _row, keep if filtered else None)


def _row(account: Account) -> JsonObject:
    return _pick(account.document, ROW)


def _create(call: Call, accounts: dict[str, Account], extra: JsonObject) -> Account:
    document: JsonObject = {
        "id": call.world.new_account_id(),
        "status": call.body.get("status", "active"),
        **_kept(call.body, _CREATE),
        **extra,
    }
    account = Account.of(document)
    accounts[account.id] = account
    return account


def _update(call: Call, account: Account) -> JsonObject:
    account.document = {**account.document, **_kept(call.body, _UPDATE)}
    account.emails = emails_of(account.document)
    return account.document


def _kept(body: JsonObject, names: tuple[str, ...]) -> JsonObject:
    """Return the described properties of a body, of its address and of its persons."""
    kept = _pick(body, names)
    if "address" in kept:
        kept["address"] = _pick(kept["address"], ADDRESS)
    if "contactPersons" in kept:
        kept["contactPersons"] = [_pick(person, PERSON) for person in kept["contactPersons"]]
    return kept


def _pick(document: JsonObject, names: tuple[str, ...]) -> JsonObject:
    return {name: document[name] for name in names if name in document}
