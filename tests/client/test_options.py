"""Siblings of a client, copies, and clients in several event loops."""

import asyncio
import copy
import pickle
from typing import Any

import httpx
import pytest
from cloud_marketplace import ConfigurationError, MarketplaceError, NotSent
from cloud_marketplace._decoding.deviations import PromiseBroken
from support.client import Clock, Service

GOOD = httpx.Response(200, json={"id": "7"})


def timeouts(service: Service) -> list[float]:
    """Seconds that each request was given."""
    return [request.extensions["timeout"]["read"] for request in service.requests]


def test_a_sibling_has_its_options_and_the_original_keeps_its_own() -> None:
    """with_options changes the new client only."""
    service = Service([GOOD])
    mp = service.client(timeout=30)
    quick = mp.with_options(timeout=5, max_attempts=1)
    quick.orders.get(7)
    mp.orders.get(7)
    assert timeouts(service) == [5.0, 30.0]
    service.responses = [httpx.ReadTimeout("slow"), httpx.ReadTimeout("slow"), GOOD]
    with pytest.raises(MarketplaceError, match="ReadTimeout") as caught:
        quick.orders.get(7)
    assert caught.value.attempts == 1
    assert mp.orders.get(7).id == "7"


def test_siblings_share_token_and_rate() -> None:
    """One token and one rate serve all siblings; a rate given to one limits it only."""
    clock, service = Clock(), Service([GOOD])
    mp = service.client(clock=clock, rate="5/min")
    slow = mp.with_options(rate="1/min")
    mp.orders.get(7)
    slow.orders.get(7)
    mp.orders.get(7)
    assert len(service.token_requests) == 1
    with pytest.raises(NotSent, match="rate"):
        slow.with_options(timeout=5).orders.get(7)
    mp.orders.get(7)
    with pytest.raises(NotSent, match="rate"):
        mp.with_options(timeout=5).orders.get(7)


def test_drift_can_be_raised_by_a_sibling_alone() -> None:
    """on_drift of a sibling leaves the original reading on."""
    service = Service([httpx.Response(200, json={"id": 7, "type": "sales", "customerId": "1"})])
    mp = service.client()
    with pytest.raises(PromiseBroken):
        mp.with_options(on_drift="raise").orders.get(7)
    mp.orders.get(7)


def test_closing_a_sibling_closes_nothing() -> None:
    """The original works after a sibling or a copy was closed, and closing it closes all."""
    service = Service([GOOD])
    mp = service.client()
    with mp.with_options(timeout=5) as quick, copy.copy(mp), copy.deepcopy(mp) as twin:
        assert twin.orders.get(7).id == "7"
    assert mp.orders.get(7).id == "7"
    mp.close()
    with pytest.raises(NotSent, match="closed"):
        quick.orders.get(7)


@pytest.mark.parametrize(
    "option", [{"timeout": 0}, {"rate": "often"}, {"max_attempts": 0}, {"on_drift": "x"}]
)
def test_a_malformed_option_is_named(option: dict[str, Any]) -> None:
    """A malformed option is a ConfigurationError that names it, at once."""
    with pytest.raises(ConfigurationError, match=next(iter(option))):
        Service([GOOD]).client().with_options(**option)


def test_a_sibling_has_hooks_of_its_own() -> None:
    """Hooks given to a sibling receive its attempts, and not those of the original."""
    first: list[object] = []
    second: list[object] = []
    mp = Service([GOOD]).client(hooks=[first.append])
    mp.with_options(hooks=[second.append]).orders.get(7)
    assert (len(first), len(second)) == (0, 2)  # the token's and the order's
    mp.orders.get(7)
    assert (len(first), len(second)) == (1, 2)


def test_an_unknown_option_is_refused() -> None:
    """A misspelt option is a TypeError."""
    with pytest.raises(TypeError, match="time_out"):
        Service([GOOD]).client().with_options(time_out=5)  # on purpose


def test_a_client_is_not_pickled() -> None:
    """A client does not get into a file by accident."""
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Service([GOOD]).client())


def test_one_client_serves_several_event_loops() -> None:
    """A client made once is used in one loop after the other, with one token."""
    service = Service([GOOD])
    mp = service.async_client()

    async def main() -> list[str]:
        return [order.id for order in await asyncio.gather(*map(mp.orders.get, [7] * 20))]

    assert [asyncio.run(main()) for _ in range(2)] == [["7"] * 20] * 2
    assert len(service.token_requests) == 1
