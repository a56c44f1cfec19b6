"""The catalogue of drifts as data."""

import base64
import json
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

import pytest
from marketplace_contracts.drift import CATALOGUE, Drift
from marketplace_contracts.drift.model import GROUPS
from marketplace_contracts.simulator import Fault, Request
from marketplace_contracts.simulator.http.routes import HANDLERS
from marketplace_contracts.simulator.options import Options
from marketplace_contracts.simulator.service import Service

FEWEST = 80
SHARE = 0.9
"""Of the catalogue that has to be promised, so that it measures something."""


def test_the_catalogue_is_large_and_counts() -> None:
    """There are enough drifts, nearly all of them promised, and each has a fact or a sentence."""
    promised = [drift for drift in CATALOGUE.values() if drift.promised]
    assert len(promised) >= FEWEST
    assert len(promised) >= SHARE * len(CATALOGUE)


@pytest.mark.parametrize("drift", CATALOGUE.values(), ids=list(CATALOGUE))
def test_a_drift_says_what_where_and_why(drift: Drift) -> None:
    """Ids are lower case within an existing group; no text is empty."""
    assert re.fullmatch(r"[a-z]+\.[a-z0-9-]+", drift.id)
    assert drift.group in GROUPS
    assert min(len(drift.what), len(drift.why)) > 10
    assert drift.fault() is not drift.fault()
    assert drift.fault().name == drift.id


def test_no_group_is_empty_and_no_two_drifts_say_the_same() -> None:
    """Each group has drifts, and each drift its own text."""
    assert {drift.group for drift in CATALOGUE.values()} == set(GROUPS)
    said = [(drift.what, drift.where) for drift in CATALOGUE.values()]
    assert len(set(said)) == len(said)


def test_places_are_operations() -> None:
    """Each pattern of operations matches at least one."""
    for drift in CATALOGUE.values():
        for pattern in drift.where.split():
            assert any(fnmatchcase(name, pattern) for name in HANDLERS), drift.id


LISTS = ("customers", "orders", "products", "subscriptions", "reports")


def tour(breaks: Iterable[Fault] = ()) -> list[Any]:
    """Return the responses of a service with faults to a fixed series of requests."""
    service = Service(Options(), breaks)
    known = service.world.credentials
    basic = base64.b64encode(f"{known.username}:{known.password}".encode()).decode()
    proof = f"Basic {basic}"

    def ask(operation: str, ids: dict[str, str] | None = None, **query: str) -> Any:
        headers = {
            "x-subscription-key": known.subscription_key,
            "authorization": proof,
            "content-type": "application/json",
        }
        body = json.dumps({"marketplace": "us"}).encode() if operation == "auth.token" else b""
        path = "/" + operation
        return service.handle(
            Request("GET", path, operation, ids or {}, tuple(query.items()), headers, body)
        )

    found = [ask("auth.token")]
    proof = f"Bearer {found[0].body['token']}"
    found += [ask(f"{name}.list", limit="9999") for name in LISTS]
    for row in found[4].body["data"][:3] + found[2].body["data"][:3]:
        kind = "orders" if "orderNumber" in row else "subscriptions"
        found.append(ask(f"{kind}.get", {"id": row["id"]}))
    return [*found, ask("orders.get", {"id": "1"})]


@pytest.mark.parametrize(
    "drift",
    [drift for drift in CATALOGUE.values() if not drift.promised],
    ids=lambda drift: drift.id,
)
def test_what_is_called_harmless_does_something(drift: Drift) -> None:
    """A compatible drift must change something, or it proves nothing."""
    assert tour([drift.fault()]) != tour()
