"""Seed resellers and customers."""

from __future__ import annotations

from random import Random

from marketplace_contracts.simulator.domain.json_object import JsonObject
from marketplace_contracts.simulator.domain.model import Account
from marketplace_contracts.simulator.domain.seeded_random import random_source
from marketplace_contracts.simulator.domain.world import World
from marketplace_contracts.simulator.options import Size
from marketplace_contracts.simulator.seed import fake_names

FIRST_CUSTOMER = 1_000_601
KNOWN_RESELLER = 1_000_077
"""A reseller of every world; the spec's examples name it."""

_RARE = {3: "creditHold", 7: "adminHold", 9: "pending", 13: "cancelled", 17: "error"}
"""States of customers by position: one in twenty has each state but `active`."""


def seed_accounts(world: World, size: Size) -> None:
    """Add resellers and customers to a world."""
    rng = random_source(world.seed, "accounts")
    identifiers = [1_000_001 + number for number in range(size.resellers - 1)]
    for number, identifier in enumerate([*identifiers, KNOWN_RESELLER]):
        _add_reseller(world, rng, identifier, number)
    for number in range(size.customers):
        _add_customer(world, rng, number)
    world.last_account = FIRST_CUSTOMER + size.customers - 1


def _add_reseller(world: World, rng: Random, identifier: int, number: int) -> None:
    document = _account(rng, str(identifier), f"R-{number:03d}", "active")
    document["currency"] = "USD"
    document["taxationProviderName"] = "Vertex"
    document["customerClass"] = "Default"
    world.resellers[document["id"]] = Account.of(document)


def _add_customer(world: World, rng: Random, number: int) -> None:
    status = _RARE.get(number % 20, "active")
    identifier = str(FIRST_CUSTOMER + number)
    document = _account(rng, identifier, f"CRM-{861 + number:05d}", status)
    if rng.randrange(3) == 0:
        document["resellerId"] = rng.choice(list(world.resellers))
    if world.sparse and number % 12 == 5:
        document["externalId"] = None
    world.customers[identifier] = Account.of(document)


def _account(rng: Random, identifier: str, external_id: str, status: str) -> JsonObject:
    first, second = (
        rng.choice(fake_names.COMPANY_FIRST),
        rng.choice(fake_names.COMPANY_SECOND),
    )
    name = f"{first} {second} {rng.choice(fake_names.COMPANY_FORM)}"
    host = f"{first}{second}.example".lower().replace(" ", "")
    country, city, state, postal_code, phone = rng.choice(fake_names.PLACES)
    address = {
        "streetAddress": (f"{rng.randrange(1, 200)} {rng.choice(fake_names.COMPANY_FIRST)} Road"),
        "postalCode": postal_code,
        "city": city,
        "countryCode": country,
    }
    if state:
        address["state"] = state
    kinds = ("admin", "technical", "billing")[: rng.choice((1, 1, 3))]
    return {
        "id": identifier,
        "externalId": external_id,
        "attributes": {"segment": rng.choice(fake_names.SEGMENTS)},
        "status": status,
        "name": name,
        "address": address,
        "contactPersons": [_contact(rng, kind, host, phone) for kind in kinds],
        "language": rng.choice(fake_names.LANGUAGES),
        "taxRegId": f"{rng.randrange(100):02d}-{rng.randrange(10**7):07d}",
    }


def _contact(rng: Random, kind: str, host: str, phone: str) -> JsonObject:
    first, last = rng.choice(fake_names.FIRST_NAMES), rng.choice(fake_names.LAST_NAMES)
    return {
        "type": kind,
        "firstName": first,
        "lastName": last,
        "email": f"{first}.{last}@{host}".lower(),
        "phoneNumber": f"{phone}{rng.randrange(10_000):04d}#",
    }
